package io.escrowmint.spring.apikey;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.escrowmint.apikey.ApiKey;
import io.escrowmint.spring.security.ApiKeyAuthenticationToken;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests that are paid for by API key, where Spring Security guards the application.
 */
@ContextConfiguration(classes = ServletSecurityTests.Application.class)
@TestPropertySource(properties = { "spring.main.web-application-type=servlet",
		"spring.autoconfigure.exclude=${test.exclude.jetty}" })
class ServletSecurityTests extends ApiKeyRig {

	@Test
	void keyAuthenticatesAndPays() throws Exception {
		HttpResponse<String> response = this.client.get("/paid");
		assertThat(response.body()).isEqualTo("done");
		assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
		this.client.assertCharged(3);
		assertThat(this.client.get("/authentication").body()).isEqualTo("ApiKeyAuthenticationToken "
				+ this.client.wallet() + " [ROLE_API_KEY] null " + this.client.issued().key().id());
	}

	@Test
	void withoutAUsableKeyTheAnswerIs401() throws Exception {
		this.client.assertRefused(this.client.send("GET", "/paid"));
		this.client.assertRefused(this.client.send("GET", "/paid", "X-API-Key", "unknown-key"));
		this.client.assertRefused(this.client.send("GET", "/paid", "X-API-Key", ""));
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
		assertThat(this.client
			.send("GET", "/basic/paid", "Authorization", basic, "X-API-Key", this.client.issued().secret())
			.statusCode()).isEqualTo(200);
		this.client.assertCharged(3);
		assertThat(this.quota.state("alice").figures().spent()).isEqualTo(3);
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
		this.client.assertUnavailable(this.client.get("/open/who"));
		this.client.assertRefused(this.client.send("GET", "/paid"));
		findKeys();
		assertThat(this.client.get("/paid").statusCode()).isEqualTo(200);
	}

	@Nested
	@TestPropertySource(properties = "escrowmint.metered.mode=shadow")
	class Shadow {

		@Test
		void keyThatWasSeenBeforeTheOutageStaysALogin() throws Exception {
			ApiKeyClient client = ServletSecurityTests.this.client;
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
			ApiKeyClient client = ServletSecurityTests.this.client;
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
		@Order(1)
		SecurityFilterChain basic(HttpSecurity http) throws Exception {
			return http.securityMatcher("/basic/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain keys(HttpSecurity http) throws Exception {
			return http
				.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
					.permitAll()
					.requestMatchers("/open/**")
					.permitAll()
					.requestMatchers("/admin/**")
					.hasRole("ADMIN")
					.anyRequest()
					.authenticated())
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("alice").password("{noop}password").roles("USER").build());
		}

		@RestController
		static class Handlers {

			@GetMapping("/authentication")
			String authentication(Authentication authentication,
					@RequestAttribute("io.escrowmint.apikey.ApiKey") ApiKey key) {
				assertThat(authentication).isInstanceOf(ApiKeyAuthenticationToken.class);
				return authentication.getClass().getSimpleName() + " " + authentication.getName() + " "
						+ authentication.getAuthorities() + " " + authentication.getCredentials() + " " + key.id();
			}

		}

	}

}
