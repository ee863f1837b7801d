package io.escrowmint.spring.apikey;

import io.escrowmint.spring.security.ReactiveApiKeyConfigurer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exchanges that are paid for by API key, where Spring Security guards the application.
 */
@ContextConfiguration(classes = ReactiveSecurityTests.Application.class)
@TestPropertySource(properties = { "spring.main.web-application-type=reactive",
		"spring.autoconfigure.exclude=${test.exclude.jetty}" })
class ReactiveSecurityTests extends SecuredRequestContract {

	@Override
	int failedLogin() {
		return 500;
	}

	@Nested
	@TestPropertySource(properties = "escrowmint.metered.mode=shadow")
	class Shadow {

		@Test
		void keyThatWasSeenBeforeTheOutageStaysALogin() throws Exception {
			ApiKeyClient client = ReactiveSecurityTests.this.client;
			assertThat(client.get("/paid").body()).isEqualTo("done");
			loseKeys();
			assertThat(client.get("/paid").body()).isEqualTo("done");
			assertThat(client.get("/open/free").body()).isEqualTo("free");
			assertThat(client.send("GET", "/open/paid").body()).isEqualTo("done");
			assertThat(client.get("/admin/paid").statusCode()).isEqualTo(403);
			client.assertRefused(client.send("GET", "/paid"));
			client.assertRefused(client.send("GET", "/paid", "X-API-Key", "unknown-key"));
			client.assertCharged(0);
		}

	}

	@Nested
	@TestPropertySource(properties = { "escrowmint.metered.mode=shadow", "test.keys.silent=true" })
	class ShadowThatNeverSawAKey {

		@Test
		void requestGoesAsFarAsAnyWithoutAKey() throws Exception {
			ApiKeyClient client = ReactiveSecurityTests.this.client;
			assertThat(client.get("/open/free").body()).isEqualTo("free");
			assertThat(client.get("/open/paid").body()).isEqualTo("done");
			client.assertUnavailable(client.get("/paid"));
			client.assertUnavailable(client.get("/anonymous/paid"));
			client.assertRefused(client.send("GET", "/paid"));
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ PaidHandlers.class, SecuredRequestContract.Handlers.class })
	static class Application {

		@Bean
		NettyReactiveWebServerFactory server() {
			return new NettyReactiveWebServerFactory();
		}

		@Bean
		@Order(1)
		SecurityWebFilterChain basic(ServerHttpSecurity http) {
			return http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/basic/**"))
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		@Order(1)
		SecurityWebFilterChain anonymous(ServerHttpSecurity http) {
			return http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/anonymous/**"))
				.anonymous(Customizer.withDefaults())
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		@Order(2)
		SecurityWebFilterChain keys(ServerHttpSecurity http, ReactiveApiKeyConfigurer keys) {
			return http
				.authorizeExchange((exchanges) -> exchanges.pathMatchers("/open/**")
					.permitAll()
					.pathMatchers("/admin/**")
					.hasRole("ADMIN")
					.anyExchange()
					.authenticated())
				.exceptionHandling((handling) -> handling.authenticationEntryPoint(keys.entryPoint()))
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(
					User.withUsername("alice").password("{noop}password").roles("USER").build());
		}

	}

}
