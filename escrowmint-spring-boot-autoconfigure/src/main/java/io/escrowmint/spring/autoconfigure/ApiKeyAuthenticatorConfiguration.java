package io.escrowmint.spring.autoconfigure;

import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.spring.apikey.ApiKeyRequests;
import io.escrowmint.spring.security.ApiKeyAuthenticator;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What API keys need in Spring Security, on servlets and on WebFlux.
 */
@Configuration(proxyBeanMethods = false)
class ApiKeyAuthenticatorConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ApiKeyAuthenticator escrowMintApiKeyAuthenticator(ApiKeyRequests keys, ApiKeysProperties properties,
			EscrowMintProperties metering) {
		// A shadow turns nobody away, as far as that is for metering to say.
		boolean lenient = metering.metered().mode() == MeteringOptions.Mode.SHADOW;
		return new ApiKeyAuthenticator(keys, properties.authorities(), lenient);
	}

}
