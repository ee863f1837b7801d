package io.escrowmint.spring.autoconfigure;

import java.time.Duration;

import io.escrowmint.ledger.ReconcileOptions;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the store is held against the ledger, with every default.
 *
 * @param enabled whether this instance compares the store with the ledger in the
 * background. One instance should
 * @param repair whether wallets that the store has lost, or lost a part of, are rebuilt
 * by themselves. Otherwise they are reported only
 * @param interval time between two looks
 * @param pageSize wallets that one look compares; all of them at once as soon as one is
 * broken
 * @param parallelism wallets that are compared or repaired at once; each takes a
 * connection of the database
 * @param landingTimeout how long a repair waits until the ledger has landed what the
 * store has told; the wallet stays fenced, and the next look goes on
 */
@ConfigurationProperties("escrowmint.ledger.verify")
public record LedgerVerifyProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean repair,
		@DefaultValue("1s") Duration interval, @DefaultValue("100") int pageSize, @DefaultValue("4") int parallelism,
		@DefaultValue("10s") Duration landingTimeout) {

	ReconcileOptions options() {
		return EscrowMintProperties
			.checked(() -> new ReconcileOptions(this.interval, this.pageSize, this.repair, this.parallelism));
	}

	Duration checkedLandingTimeout() {
		EscrowMintProperties.require(!this.landingTimeout.isNegative(), "ledger.verify.landing-timeout",
				this.landingTimeout, "must not be negative");
		return this.landingTimeout;
	}

}
