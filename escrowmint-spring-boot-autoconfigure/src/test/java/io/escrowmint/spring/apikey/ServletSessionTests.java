package io.escrowmint.spring.apikey;

import java.net.http.HttpResponse;

import jakarta.servlet.http.HttpSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests with an API key, where Spring Security keeps logins in sessions.
 */
@ContextConfiguration(classes = ServletSessionTests.Application.class)
@TestPropertySource(properties = { "spring.main.web-application-type=servlet",
		"spring.autoconfigure.exclude=${test.exclude.jetty}" })
class ServletSessionTests extends ApiKeyRig {

	@ParameterizedTest
	@ValueSource(strings = { "limited", "checked", "managed", "saved" })
	void keyBeginsNoSession(String mode) throws Exception {
		for (int i = 1; i <= 2; i++) {
			HttpResponse<String> response = this.client.get("/sessions/" + mode + "/paid");
			assertThat(response.body()).isEqualTo("done");
			assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
			this.client.assertCharged(3 * i);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "limited", "checked", "managed", "saved" })
	void revokedKeyLivesOnInNoSessionOfTheApplication(String mode) throws Exception {
		String cookie = this.client.get("/sessions/" + mode + "/begin")
			.headers()
			.firstValue("Set-Cookie")
			.orElseThrow()
			.split(";")[0];
		String path = "/sessions/" + mode + "/paid";
		assertThat(this.client.send("GET", path, "X-API-Key", this.client.issued().secret(), "Cookie", cookie).body())
			.isEqualTo("done");
		this.keys.revoke(this.client.issued().key().id());
		this.client.assertRefused(this.client.send("GET", path, "Cookie", cookie));
		this.client.assertCharged(3);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ PaidHandlers.class, Sessions.class })
	static class Application {

		@Bean
		@Order(1)
		SecurityFilterChain limited(HttpSecurity http) throws Exception {
			http.sessionManagement((sessions) -> sessions.maximumSessions(1).maxSessionsPreventsLogin(true));
			return guarded(http, "limited");
		}

		@Bean
		@Order(1)
		SecurityFilterChain checked(HttpSecurity http) throws Exception {
			http.sessionManagement((sessions) -> sessions
				.invalidSessionStrategy((request, response) -> response.sendError(418, "Invalid session")));
			return guarded(http, "checked");
		}

		@Bean
		@Order(1)
		SecurityFilterChain managed(HttpSecurity http) throws Exception {
			http.sessionManagement((sessions) -> sessions.requireExplicitAuthenticationStrategy(false));
			return guarded(http, "managed");
		}

		@Bean
		@Order(1)
		SecurityFilterChain saved(HttpSecurity http) throws Exception {
			http.securityContext((contexts) -> contexts.requireExplicitSave(false));
			return guarded(http, "saved");
		}

		private static SecurityFilterChain guarded(HttpSecurity http, String mode) throws Exception {
			return http.securityMatcher("/sessions/" + mode + "/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.build();
		}

	}

	@RestController
	static class Sessions {

		@GetMapping("/sessions/*/begin")
		String begin(HttpSession session) {
			return session.getId();
		}

	}

}
