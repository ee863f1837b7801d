package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.escrowmint.ledger.PumpOptions;
import io.escrowmint.ledger.jdbc.LedgerSchema;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * The configuration of the ledger, with every default.
 *
 * @param enabled whether all events are kept in SQL. From then on the store keeps events
 * until they are
 * @param tablePrefix what the names of all tables begin with
 * @param initializeSchema when the tables are created at the start, if they are missing
 * @param schema scripts that create the tables, in order. Their names may have a
 * placeholder for the kind of database, as the default shows it
 * @param platform the kind of database in the names of scripts: postgresql, mariadb,
 * mysql or h2. Unset, the database is asked
 * @param pump how events are landed
 * @param health when health is down
 */
@ConfigurationProperties("escrowmint.ledger")
public record LedgerProperties(@DefaultValue("false") boolean enabled, @DefaultValue("escrowmint_") String tablePrefix,
		@DefaultValue("embedded") DatabaseInitializationMode initializeSchema,
		@DefaultValue("classpath:io/escrowmint/ledger/jdbc/schema-v1-@@platform@@.sql") List<String> schema,
		@Nullable String platform, @DefaultValue Pump pump, @DefaultValue Health health) {

	String checkedTablePrefix() {
		return EscrowMintProperties.checked(() -> LedgerSchema.tablePrefix(this.tablePrefix));
	}

	PumpOptions pumpOptions() {
		return EscrowMintProperties.checked(() -> new PumpOptions(this.pump.reader, this.pump.batchSize,
				this.pump.pollInterval, this.pump.maxPollInterval, this.pump.watchInterval, this.pump.backoffMin,
				this.pump.backoffMax, this.pump.refusedRetry));
	}

	/**
	 * How events are landed.
	 *
	 * @param enabled whether this instance lands events. One instance must
	 * @param reader the name under which events are read; removing a reader of that name
	 * from the store stops it from keeping them
	 * @param batchSize events that one transaction lands, about
	 * @param pollInterval time between two looks at a partition that has events
	 * @param maxPollInterval time between two looks at a partition that has none
	 * @param watchInterval time between two looks at what other instances land; after
	 * twice this time they are taken over from
	 * @param backoffMin pause after a first failure
	 * @param backoffMax pause after many failures
	 * @param refusedRetry longest pause between two tries of entries that the database
	 * has refused; the first is a second
	 */
	public record Pump(@DefaultValue("true") boolean enabled, @DefaultValue("ledger") String reader,
			@DefaultValue("4000") int batchSize, @DefaultValue("50ms") Duration pollInterval,
			@DefaultValue("200ms") Duration maxPollInterval, @DefaultValue("1s") Duration watchInterval,
			@DefaultValue("50ms") Duration backoffMin, @DefaultValue("5s") Duration backoffMax,
			@DefaultValue("1m") Duration refusedRetry) {

	}

	/**
	 * When health is down.
	 *
	 * @param maxLag for how long events may wait
	 * @param maxBacklog how many frames may lie in the store, all partitions together
	 */
	public record Health(@DefaultValue("30s") Duration maxLag, @DefaultValue("100000") long maxBacklog) {

		Health checked() {
			EscrowMintProperties.require(this.maxLag.compareTo(Duration.ofMillis(1)) >= 0, "ledger.health.max-lag",
					this.maxLag, "must be 1 ms or more");
			EscrowMintProperties.require(this.maxBacklog >= 1, "ledger.health.max-backlog", this.maxBacklog,
					"must be 1 or more");
			return this;
		}

	}

}
