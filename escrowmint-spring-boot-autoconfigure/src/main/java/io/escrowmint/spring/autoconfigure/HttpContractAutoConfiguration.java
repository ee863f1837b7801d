package io.escrowmint.spring.autoconfigure;

import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.CreditsHeaders;
import io.escrowmint.spring.http.HttpOptions;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * What metered requests are answered, whatever serves them.
 */
@AutoConfiguration
@ConditionalOnWebApplication
@EnableConfigurationProperties(WebProperties.class)
public final class HttpContractAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	HttpOptions escrowMintHttpOptions(WebProperties properties) {
		return properties.httpOptions();
	}

	@Bean
	@ConditionalOnMissingBean
	CreditsAnswers escrowMintCreditsAnswers(HttpOptions options) {
		return new CreditsAnswers(options);
	}

	@Bean
	@ConditionalOnMissingBean
	CreditsHeaders escrowMintCreditsHeaders(HttpOptions options) {
		return new CreditsHeaders(options);
	}

}
