package io.escrowmint.stream;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import io.escrowmint.redis.PrimaryConnections;

/**
 * What all that reads the streams of one {@link RedisStreams} shares.
 *
 * @param connections to Redis
 * @param keys names all keys that are not the application's
 * @param codec writes states and messages
 * @param threads makes the threads of containers
 */
record StreamBasis(PrimaryConnections connections, StreamKeys keys, StreamCodec codec, ThreadFactory threads) {

	/**
	 * Returns calls over a connection of their own.
	 */
	StreamCalls calls() {
		return new StreamCalls(this.connections);
	}

	/**
	 * Refuses reads that wait for longer than the driver does.
	 */
	void requireShorter(Duration block) {
		this.connections.commandTimeout().ifPresent((timeout) -> {
			if (block.compareTo(timeout) >= 0) {
				throw new StreamMisconfiguredException(
						"A read of a stream waits for " + block + ", and the command timeout of the driver is "
								+ timeout + ": every wait would end in an error",
						"Set escrowmint.streams.block to less, or spring.data.redis.timeout to more.");
			}
		});
	}

}
