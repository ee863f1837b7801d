package io.escrowmint.spring.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.escrowmint.spring.stream.StreamContainers;
import io.escrowmint.stream.StreamContainer;
import io.escrowmint.stream.StreamListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;

/**
 * Counts what the containers of streams do, and shows how far they are behind.
 */
public final class StreamMetrics implements StreamListener {

	private final MeterRegistry registry;

	/**
	 * Creates the metrics.
	 * @param registry takes the meters
	 * @param containers whose gauges are shown
	 */
	public StreamMetrics(MeterRegistry registry, StreamContainers containers) {
		this.registry = registry;
		containers.onEach(this::bind);
	}

	private void bind(StreamContainer container) {
		TimeGauge
			.builder("escrowmint.streams.behind", container, TimeUnit.NANOSECONDS,
					(known) -> known.status().behind().toNanos())
			.description("For how long a container has not come to the end of its stream")
			.tag("container", container.name())
			.register(this.registry);
		Gauge.builder("escrowmint.streams.backlog", container, (known) -> known.status().backlog())
			.description("How many entries wait for a container, or have to be kept for any reader")
			.baseUnit("entries")
			.tag("container", container.name())
			.register(this.registry);
		Gauge.builder("escrowmint.streams.healthy", container, (known) -> known.status().isHealthy() ? 1 : 0)
			.description("1 while a container reads or stands by, 0 while it needs a look")
			.tag("container", container.name())
			.register(this.registry);
	}

	@Override
	public void committed(String container, int messages, Duration elapsed) {
		Timer.builder("escrowmint.streams.commits")
			.description("Commits of containers, from the first handler call on")
			.tag("container", container)
			.register(this.registry)
			.record(elapsed);
		count(container, "handled", messages);
	}

	@Override
	public void failed(String container, Throwable error) {
		count(container, "failed", 1);
	}

	@Override
	public void deadLettered(String container, Throwable error) {
		count(container, "dead_lettered", 1);
	}

	@Override
	public void fenced(String container) {
		events(container, "fenced");
	}

	@Override
	public void restarted(String container, Throwable error) {
		events(container, "restarted");
	}

	@Override
	public void recovered(String container, int entries) {
		count(container, "recovered", entries);
	}

	private void count(String container, String outcome, int messages) {
		Counter.builder("escrowmint.streams.messages")
			.description("Messages by what became of them; a failed one is tried again")
			.tag("container", container)
			.tag("outcome", outcome)
			.register(this.registry)
			.increment(messages);
	}

	private void events(String container, String event) {
		Counter.builder("escrowmint.streams.events")
			.description("What happened to containers: lost to another owner, begun anew after an error")
			.tag("container", container)
			.tag("event", event)
			.register(this.registry)
			.increment();
	}

}
