package io.escrowmint.spring.autoconfigure;

import java.time.Duration;

import io.escrowmint.jdbc.RetryOptions;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The configuration of locks and writes in SQL, with every default.
 *
 * @param enabled whether there are locks, updates and inserts for SQL, where there is a
 * DataSource
 * @param retry how transactions that others were in the way of are repeated
 */
@ConfigurationProperties("escrowmint.jdbc")
public record JdbcProperties(@DefaultValue("true") boolean enabled, @DefaultValue Retry retry) {

	/**
	 * How transactions are repeated.
	 *
	 * @param maxAttempts how often a transaction is tried at most, the first time
	 * included
	 * @param firstPause pause before the second attempt; it doubles with each attempt,
	 * and varies at random
	 * @param longestPause longest pause between two attempts
	 */
	public record Retry(@DefaultValue("10") int maxAttempts, @DefaultValue("10ms") Duration firstPause,
			@DefaultValue("1s") Duration longestPause) {

		RetryOptions options() {
			if (this.maxAttempts < 1) {
				throw invalid("max-attempts", this.maxAttempts, "must be 1 or more");
			}
			if (this.firstPause.toMillis() < 1) {
				throw invalid("first-pause", this.firstPause, "must be 1 ms or more");
			}
			if (this.longestPause.compareTo(this.firstPause) < 0) {
				throw invalid("longest-pause", this.longestPause, "must be first-pause or more");
			}
			return new RetryOptions(this.maxAttempts, this.firstPause, this.longestPause);
		}

		private static InvalidConfigurationPropertyValueException invalid(String name, Object value, String rule) {
			return new InvalidConfigurationPropertyValueException("escrowmint.jdbc.retry." + name, value, rule);
		}

	}

}
