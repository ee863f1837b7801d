package io.escrowmint.spring.apikey;

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
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are paid for by API key, where Spring Security guards the application.
 */
@ContextConfiguration(classes = ServletSecurityTests.Application.class)
@TestPropertySource(properties = { "spring.main.web-application-type=servlet",
		"spring.autoconfigure.exclude=${test.exclude.jetty}" })
class ServletSecurityTests extends SecuredRequestContract {

	@Override
	int failedLogin() {
		return 401;
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
			client.assertUnavailable(client.get("/anonymous/paid"));
			client.assertRefused(client.send("GET", "/paid"));
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ PaidHandlers.class, SecuredRequestContract.Handlers.class })
	static class Application {

		@Bean
		@Order(1)
		SecurityFilterChain basic(HttpSecurity http) throws Exception {
			return http.securityMatcher("/basic/**", "/anonymous/**")
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

	}

}
