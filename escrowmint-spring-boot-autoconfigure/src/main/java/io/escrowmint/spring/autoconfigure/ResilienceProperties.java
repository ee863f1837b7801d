package io.escrowmint.spring.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What happens while the store does not answer.
 *
 * @param enabled whether calls fail at once while the store does not answer, instead of
 * waiting out the timeout
 * @param window how many of the last calls are looked at, 1 or more
 * @param minimumCalls how many calls there must have been, and how many may wait for a
 * silent store, 1 or more
 * @param failureRate at how many percent of failed calls the circuit opens, 1 to 100
 * @param openFor how long nothing is asked of the store after the circuit has opened
 * @param probes how many calls are then let through to find out whether the store is back
 * @param silence how long the store may answer nothing while calls wait, before further
 * calls fail at once
 */
@ConfigurationProperties("escrowmint.resilience")
public record ResilienceProperties(@DefaultValue("true") boolean enabled, @DefaultValue("20") int window,
		@DefaultValue("5") int minimumCalls, @DefaultValue("50") int failureRate, @DefaultValue("1s") Duration openFor,
		@DefaultValue("3") int probes, @DefaultValue("500ms") Duration silence) {

	/**
	 * Checks the values. Not while binding: only here does the failure name the one
	 * property that is wrong.
	 * @return these properties
	 */
	ResilienceProperties checked() {
		check("window", this.window, this.window >= 1, "must be 1 or more");
		check("minimum-calls", this.minimumCalls, this.minimumCalls >= 1, "must be 1 or more");
		check("failure-rate", this.failureRate, this.failureRate >= 1 && this.failureRate <= 100,
				"must be between 1 and 100 percent");
		check("open-for", this.openFor, this.openFor.toMillis() >= 1, "must be 1 ms or more");
		check("probes", this.probes, this.probes >= 1, "must be 1 or more");
		check("silence", this.silence, this.silence.toMillis() >= 1, "must be 1 ms or more");
		return this;
	}

	private static void check(String name, Object value, boolean allowed, String rule) {
		if (!allowed) {
			throw new InvalidConfigurationPropertyValueException("escrowmint.resilience." + name, value, rule);
		}
	}

}
