package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.escrowmint.apikey.ApiKeyOptions;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The configuration of API keys, with every default.
 *
 * @param enabled whether requests are authenticated by API keys
 * @param header header that carries the key
 * @param bearer whether 'Authorization: Bearer' may carry the key as well
 * @param prefix begin of every key that is made
 * @param refresh how often each instance brings its copy of the keys up to date
 * @param maxStaleness how long a revocation may go unnoticed. An instance that cannot
 * keep up answers 503
 * @param authorities authorities of the owner of a key in Spring Security
 */
@ConfigurationProperties("escrowmint.api-keys")
public record ApiKeysProperties(@DefaultValue("true") boolean enabled, @DefaultValue("X-API-Key") String header,
		@DefaultValue("false") boolean bearer, @DefaultValue("em_") String prefix,
		@DefaultValue("250ms") Duration refresh, @DefaultValue("1s") Duration maxStaleness,
		@DefaultValue("ROLE_API_KEY") List<String> authorities) {

	private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	ApiKeyOptions options() {
		return EscrowMintProperties.checked(() -> new ApiKeyOptions(this.prefix, this.refresh, this.maxStaleness));
	}

	String checkedHeader() {
		return header("escrowmint.api-keys.header", this.header);
	}

	static String header(String property, String name) {
		if (!HEADER.matcher(name).matches()) {
			throw new InvalidConfigurationPropertyValueException(property, name, "must be the name of an HTTP header");
		}
		return name;
	}

}
