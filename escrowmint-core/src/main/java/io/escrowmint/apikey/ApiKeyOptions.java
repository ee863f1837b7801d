package io.escrowmint.apikey;

import java.time.Duration;

import io.escrowmint.model.InvalidRequestException;

/**
 * How API keys are made and looked up.
 *
 * @param prefix begins every key that is made; at most 32 letters, digits, dashes and
 * underscores
 * @param refresh how often the copy in memory is brought up to date; 10 ms or more
 * @param maxStaleness how old the copy may be to be answered from: how long a revocation
 * can go unnoticed. Longer than the refresh, at most an hour
 */
public record ApiKeyOptions(String prefix, Duration refresh, Duration maxStaleness) {

	private static final Duration MIN_REFRESH = Duration.ofMillis(10);

	private static final Duration MAX_STALENESS = Duration.ofHours(1);

	/** The shipped defaults. */
	public static final ApiKeyOptions DEFAULTS = new ApiKeyOptions("em_", Duration.ofMillis(250),
			Duration.ofSeconds(1));

	public ApiKeyOptions {
		ApiKeyRules.prefix(prefix);
		if (refresh.compareTo(MIN_REFRESH) < 0) {
			throw new InvalidRequestException("api-keys.refresh", refresh, "must be 10 ms or more");
		}
		if (maxStaleness.compareTo(refresh) <= 0 || maxStaleness.compareTo(MAX_STALENESS) > 0) {
			throw new InvalidRequestException("api-keys.max-staleness", maxStaleness,
					"must be longer than api-keys.refresh, which is " + refresh + ", and at most an hour");
		}
	}

}
