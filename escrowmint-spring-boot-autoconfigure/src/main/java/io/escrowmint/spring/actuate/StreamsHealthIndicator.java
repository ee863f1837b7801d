package io.escrowmint.spring.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.escrowmint.spring.stream.StreamContainers;
import io.escrowmint.stream.StreamContainer;
import io.escrowmint.stream.StreamStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Down while a container is stopped by an error or by a message it cannot handle, or has
 * fallen too far behind. Asks nothing of Redis. Says nothing about liveness.
 */
public final class StreamsHealthIndicator extends AbstractHealthIndicator {

	private final StreamContainers containers;

	/**
	 * Creates the indicator.
	 * @param containers the containers
	 */
	public StreamsHealthIndicator(StreamContainers containers) {
		super("The streams cannot be looked at");
		this.containers = containers;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		for (StreamContainer container : this.containers.containers()) {
			StreamStatus status = container.status();
			builder.withDetail(container.name(), details(status));
			if (!status.isHealthy()) {
				builder.down();
			}
		}
	}

	// What an error says may name wallets. The endpoint shows it.
	private static String type(String error) {
		int colon = error.indexOf(':');
		return (colon < 0) ? error : error.substring(0, colon);
	}

	private static Map<String, Object> details(StreamStatus status) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("phase", status.phase());
		details.put("behind", status.behind().toString());
		details.put("backlog", status.backlog());
		if (status.error() != null) {
			details.put("error", type(status.error()));
		}
		return details;
	}

}
