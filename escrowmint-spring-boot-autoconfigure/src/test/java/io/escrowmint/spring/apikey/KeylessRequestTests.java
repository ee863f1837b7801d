package io.escrowmint.spring.apikey;

import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.security.ApiKeyAuthenticator;
import io.escrowmint.spring.security.ApiKeyConfigurer;
import io.escrowmint.spring.security.ReactiveApiKeyConfigurer;
import org.junit.jupiter.api.Nested;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

/**
 * A key neither logs in nor pays where the application says that keys count for nothing.
 */
class KeylessRequestTests {

	@Nested
	@ContextConfiguration(classes = ServletApplication.class)
	@TestPropertySource(properties = "spring.main.web-application-type=servlet")
	class Servlet extends KeylessRequestContract {

	}

	@Nested
	@ContextConfiguration(classes = ReactiveApplication.class)
	@TestPropertySource(properties = "spring.main.web-application-type=reactive")
	class Reactive extends KeylessRequestContract {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PaidHandlers.class)
	static class ServletApplication {

		@Bean
		ApiKeyConfigurer keys(ApiKeyAuthenticator authenticator, CreditsAnswers answers) {
			return new ApiKeyConfigurer(authenticator, answers, PathPatternRequestMatcher.pathPattern("/staff/**"));
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PaidHandlers.class)
	static class ReactiveApplication {

		@Bean
		NettyReactiveWebServerFactory server() {
			return new NettyReactiveWebServerFactory();
		}

		@Bean
		ReactiveApiKeyConfigurer keys(ApiKeyAuthenticator authenticator) {
			return new ReactiveApiKeyConfigurer(authenticator,
					new PathPatternParserServerWebExchangeMatcher("/staff/**"));
		}

	}

}
