package io.escrowmint.spring.apikey;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

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
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Exchanges that are paid for by API key, where Spring Security guards the application.
 */
@ContextConfiguration(classes = ReactiveSecurityTests.Application.class)
@TestPropertySource(properties = { "spring.main.web-application-type=reactive",
		"spring.autoconfigure.exclude=${test.exclude.jetty}" })
class ReactiveSecurityTests extends ApiKeyRig {

	@Test
	void keyAuthenticatesAndPays() throws Exception {
		assertThat(this.client.get("/paid").body()).isEqualTo("done");
		this.client.assertCharged(3);
		assertThat(this.client.get("/authentication").body())
			.isEqualTo("ApiKeyAuthenticationToken " + this.client.wallet() + " [ROLE_API_KEY]");
	}

	@Test
	void withoutAUsableKeyTheAnswerIs401() throws Exception {
		this.client.assertRefused(this.client.send("GET", "/paid"));
		this.client.assertRefused(this.client.send("GET", "/paid", "X-API-Key", "unknown-key"));
		this.client.assertRefused(this.client.send("GET", "/open/paid"));
		this.keys.revoke(this.client.issued().key().id());
		this.client.assertRefused(this.client.get("/paid"));
	}

	@Test
	void otherWaysToAuthenticateAskForTheirOwnUnlessAKeyWasSent() throws Exception {
		HttpResponse<String> response = this.client.send("GET", "/basic/paid");
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Basic");
		this.client.assertRefused(this.client.send("GET", "/basic/paid", "X-API-Key", "unknown-key"));
	}

	@Test
	void principalPaysIfThereIsNoKey() throws Exception {
		this.quota.topUp("alice", 10);
		String basic = "Basic " + Base64.getEncoder().encodeToString("alice:password".getBytes(StandardCharsets.UTF_8));
		assertThat(this.client.send("GET", "/basic/paid", "Authorization", basic).statusCode()).isEqualTo(200);
		await().untilAsserted(() -> assertThat(this.quota.state("alice").figures().spent()).isEqualTo(3));
	}

	@Test
	void keyOpensNoMoreThanItsAuthorities() throws Exception {
		assertThat(this.client.get("/admin/paid").statusCode()).isEqualTo(403);
		this.client.assertCharged(0);
	}

	@Test
	void requestWithAKeyNeedsNoCsrfToken() throws Exception {
		assertThat(this.client.send("POST", "/paid", "X-API-Key", this.client.issued().secret()).statusCode())
			.isEqualTo(200);
		assertThat(this.client.send("POST", "/open/paid").statusCode()).isEqualTo(403);
	}

	@Test
	void keysThatCannotBeCheckedAre503() throws Exception {
		loseKeys();
		this.client.assertUnavailable(this.client.get("/paid"));
		this.client.assertUnavailable(this.client.get("/open/free"));
		this.client.assertRefused(this.client.send("GET", "/paid"));
		findKeys();
		assertThat(this.client.get("/paid").statusCode()).isEqualTo(200);
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
			client.assertRefused(client.send("GET", "/paid"));
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PaidHandlers.class)
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

		@RestController
		static class Handlers {

			@GetMapping("/authentication")
			String authentication(Authentication authentication) {
				return authentication.getClass().getSimpleName() + " " + authentication.getName() + " "
						+ authentication.getAuthorities();
			}

		}

	}

}
