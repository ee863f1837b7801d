package io.escrowmint.spring.autoconfigure;

import io.escrowmint.spring.apikey.ApiKeyRequests;
import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.security.ApiKeyAuthenticator;
import io.escrowmint.spring.security.ApiKeyConfigurer;
import io.escrowmint.spring.security.ReactiveApiKeyConfigurer;
import io.escrowmint.spring.web.ApiKeyFilter;
import io.escrowmint.spring.webflux.ApiKeyWebFilter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingFilterBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * Makes API keys known to the application: through Spring Security where it guards the
 * application, else by a filter of our own.
 */
@AutoConfiguration(after = { ApiKeysAutoConfiguration.class, HttpContractAutoConfiguration.class },
		afterName = { "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
				"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration" })
@ConditionalOnBean(ApiKeyRequests.class)
@ConditionalOnWebApplication
public final class ApiKeysWebAutoConfiguration {

	private static final String SERVLET_SECURITY = "springSecurityFilterChain";

	private static final String REACTIVE_SECURITY = "org.springframework.security.config.annotation.web.reactive.WebFluxSecurityConfiguration.WebFilterChainFilter";

	/**
	 * Servlet requests without Spring Security.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(OncePerRequestFilter.class)
	@ConditionalOnMissingBean(name = SERVLET_SECURITY)
	static class Servlet {

		@Bean
		@ConditionalOnMissingFilterBean
		FilterRegistrationBean<ApiKeyFilter> escrowMintApiKeyFilter(ApiKeyRequests keys) {
			return new FilterRegistrationBean<>(new ApiKeyFilter(keys));
		}

	}

	/**
	 * Exchanges without Spring Security.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(DispatcherHandler.class)
	@ConditionalOnMissingBean(name = REACTIVE_SECURITY)
	static class Reactive {

		@Bean
		@ConditionalOnMissingBean
		ApiKeyWebFilter escrowMintApiKeyWebFilter(ApiKeyRequests keys) {
			return new ApiKeyWebFilter(keys);
		}

	}

	/**
	 * Servlet requests with Spring Security.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(HttpSecurity.class)
	@ConditionalOnBean(name = SERVLET_SECURITY)
	@Import(ApiKeyAuthenticatorConfiguration.class)
	static class ServletSecurity {

		@Bean
		@ConditionalOnMissingBean
		ApiKeyConfigurer escrowMintApiKeyConfigurer(ApiKeyAuthenticator authenticator, CreditsAnswers answers,
				ResourceLoader loader) {
			return new ApiKeyConfigurer(authenticator, answers, ActuatorRequests.ofServlets(loader.getClassLoader()));
		}

	}

	/**
	 * Exchanges with Spring Security.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(ServerHttpSecurity.class)
	@ConditionalOnBean(name = REACTIVE_SECURITY)
	@Import(ApiKeyAuthenticatorConfiguration.class)
	static class ReactiveSecurity {

		@Bean
		@ConditionalOnMissingBean
		ReactiveApiKeyConfigurer escrowMintReactiveApiKeyConfigurer(ApiKeyAuthenticator authenticator,
				ResourceLoader loader) {
			return new ReactiveApiKeyConfigurer(authenticator, ActuatorRequests.ofExchanges(loader.getClassLoader()));
		}

	}

}
