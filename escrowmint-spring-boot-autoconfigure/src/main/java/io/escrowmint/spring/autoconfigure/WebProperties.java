package io.escrowmint.spring.autoconfigure;

import java.net.URI;

import io.escrowmint.spring.http.HttpOptions;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * What metered requests are answered.
 *
 * @param problemBaseUri begin of the type of every problem; its name follows
 * @param headers the headers of metered responses
 * @param idempotency repeated requests
 */
@ConfigurationProperties("escrowmint.web")
public record WebProperties(@DefaultValue("https://escrowmint.io/problems/") URI problemBaseUri,
		@DefaultValue Headers headers, @DefaultValue Idempotency idempotency) {

	HttpOptions httpOptions() {
		return new HttpOptions(this.problemBaseUri, this.headers.rateLimit, this.headers.cost, this.headers.replayed,
				this.idempotency.enabled,
				size("max-body", this.idempotency.maxBody, DataSize.ofBytes(HttpOptions.LONGEST_BODY)),
				size("max-request-body", this.idempotency.maxRequestBody, DataSize.ofMegabytes(64)));
	}

	private static int size(String name, DataSize size, DataSize longest) {
		if (size.isNegative() || size.compareTo(longest) > 0) {
			throw new InvalidConfigurationPropertyValueException("escrowmint.web.idempotency." + name, size,
					"must be between 0 and " + longest.toKilobytes() + " KB");
		}
		return (int) size.toBytes();
	}

	/**
	 * The headers of metered responses.
	 *
	 * @param rateLimit whether RateLimit and RateLimit-Policy tell what the wallet has
	 * available
	 * @param cost whether X-Credits-Cost tells what the request holds
	 * @param replayed whether Idempotency-Replayed marks a replay
	 */
	public record Headers(@DefaultValue("true") boolean rateLimit, @DefaultValue("true") boolean cost,
			@DefaultValue("true") boolean replayed) {

	}

	/**
	 * Repeated requests.
	 *
	 * @param enabled whether the header Idempotency-Key counts
	 * @param maxBody longest body of a response that is kept for repeats of its request
	 * @param maxRequestBody longest body that a handler may read by itself, instead of as
	 * an argument, in a request with a key
	 */
	public record Idempotency(@DefaultValue("true") boolean enabled, @DefaultValue("64KB") DataSize maxBody,
			@DefaultValue("1MB") DataSize maxRequestBody) {

	}

}
