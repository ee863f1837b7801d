package io.escrowmint.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;

/**
 * One set of Lettuce event loops for all clients of a test JVM. Its threads are daemons
 * and end with the JVM. They reconnect soon: by default Lettuce pauses for up to 30
 * seconds where several attempts have failed, longer than a test is willing to wait.
 */
final class SharedClientResources {

	private static final ClientResources RESOURCES = ClientResources.builder()
		.reconnectDelay(Delay.exponential(Duration.ZERO, Duration.ofMillis(250), 2, TimeUnit.MILLISECONDS))
		.build();

	private SharedClientResources() {
	}

	static ClientResources get() {
		return RESOURCES;
	}

}
