package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.Set;

import io.escrowmint.stream.PoisonPolicy;
import io.escrowmint.stream.StreamOptions;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The configuration of handlers of streams, with every default.
 *
 * @param enabled whether this instance handles streams
 * @param block how long a read waits for entries; shorter than spring.data.redis.timeout
 * @param poll pause between two looks at events of the store
 * @param batch messages that are handled in one commit at most
 * @param poison what becomes of a message that cannot be handled
 * @param maxDeliveries how often a message is tried before it counts as poison
 * @param backoffMin pause after a first failure
 * @param backoffMax pause after many failures
 * @param ownership for how long other instances leave a processor alone whose instance
 * has crashed; a tenth longer than a batch takes
 * @param claimAfter after how long an entry of a group that nobody has acknowledged is
 * taken over; longer than a handler takes
 * @param maxBehind for how long a handler may not have come to the end of its stream
 * before health says so
 * @param maxBacklog how many entries may wait for a handler before health says so
 * @param trim streams of the application that are cut below what every known reader has
 * done: handlers of the same escrowmint.prefix, and consumer groups. An instance cuts
 * only streams that its own handlers read
 * @param sql what handlers of streams keep in a database
 */
@ConfigurationProperties("escrowmint.streams")
public record StreamsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration block,
		@DefaultValue("100ms") Duration poll, @DefaultValue("64") int batch,
		@DefaultValue("dead-letter") PoisonPolicy poison, @DefaultValue("3") int maxDeliveries,
		@DefaultValue("100ms") Duration backoffMin, @DefaultValue("10s") Duration backoffMax,
		@DefaultValue("10s") Duration ownership, @DefaultValue("30s") Duration claimAfter,
		@DefaultValue("1m") Duration maxBehind, @DefaultValue("100000") long maxBacklog, @DefaultValue Set<String> trim,
		@DefaultValue Sql sql) {

	StreamOptions options() {
		return EscrowMintProperties.checked(() -> new StreamOptions(this.block, this.poll, this.batch, this.poison,
				this.maxDeliveries, this.backoffMin, this.backoffMax, this.ownership, this.claimAfter, this.maxBehind,
				this.maxBacklog, false));
	}

	/**
	 * What handlers of streams keep in a database.
	 *
	 * @param enabled whether handlers may keep things in the database of the application
	 * @param initializeSchema when the tables are created
	 * @param processed whether listeners of queues remember which messages they have
	 * handled, so that none is handled twice
	 * @param retention for how long they remember
	 */
	public record Sql(@DefaultValue("false") boolean enabled,
			@DefaultValue("embedded") InitializeSchema initializeSchema, @DefaultValue("true") boolean processed,
			@DefaultValue("7d") Duration retention) {

		Duration checkedRetention() {
			EscrowMintProperties.require(this.retention.compareTo(Duration.ofMillis(1)) >= 0, "streams.sql.retention",
					this.retention, "must be 1 ms or more");
			return this.retention;
		}

	}

	/**
	 * When tables are created.
	 */
	public enum InitializeSchema {

		/** In a database that lives in this process. */
		EMBEDDED,

		/** In every database. */
		ALWAYS,

		/** Never: somebody else does. */
		NEVER

	}

}
