package io.escrowmint.spring.apikey;

import java.net.http.HttpResponse;

import io.escrowmint.spring.security.ReactiveApiKeyConfigurer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.session.InMemoryReactiveSessionRegistry;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.SessionLimit;
import org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exchanges with an API key, where Spring Security keeps logins in sessions.
 */
@ContextConfiguration(classes = ReactiveSessionTests.Application.class)
@TestPropertySource(properties = { "spring.main.web-application-type=reactive",
		"spring.autoconfigure.exclude=${test.exclude.jetty}" })
class ReactiveSessionTests extends ApiKeyRig {

	@Test
	void keyBeginsNoSession() throws Exception {
		HttpResponse<String> response = this.client.get("/sessions/kept/paid");
		assertThat(response.body()).isEqualTo("done");
		assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
	}

	@Test
	void revokedKeyLivesOnInNoSessionOfTheApplication() throws Exception {
		String cookie = this.client.get("/sessions/kept/begin")
			.headers()
			.firstValue("Set-Cookie")
			.orElseThrow()
			.split(";")[0];
		String path = "/sessions/kept/paid";
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
		NettyReactiveWebServerFactory server() {
			return new NettyReactiveWebServerFactory();
		}

		@Bean
		SecurityWebFilterChain kept(ServerHttpSecurity http, ReactiveApiKeyConfigurer keys) {
			return http.securityContextRepository(new WebSessionServerSecurityContextRepository())
				.sessionManagement((sessions) -> sessions
					.concurrentSessions((concurrent) -> concurrent.maximumSessions(SessionLimit.of(1))
						.sessionRegistry(new InMemoryReactiveSessionRegistry())))
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.exceptionHandling((handling) -> handling.authenticationEntryPoint(keys.entryPoint()))
				.build();
		}

	}

	@RestController
	static class Sessions {

		@GetMapping("/sessions/*/begin")
		String begin(WebSession session) {
			session.start();
			return session.getId();
		}

	}

}
