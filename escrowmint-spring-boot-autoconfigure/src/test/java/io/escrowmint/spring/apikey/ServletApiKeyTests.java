package io.escrowmint.spring.apikey;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are paid for by API key, over real HTTP, without Spring Security.
 */
@ContextConfiguration(classes = ServletApiKeyTests.Application.class)
@TestPropertySource(properties = { "spring.main.web-application-type=servlet", "logging.level.root=info",
		"logging.level.io.escrowmint=trace" })
class ServletApiKeyTests extends ApiKeyRequestContract {

	@Nested
	@TestPropertySource(properties = "escrowmint.metered.mode=shadow")
	class Shadow {

		@Test
		void requestRunsWhoeverPays() throws Exception {
			ApiKeyClient client = ServletApiKeyTests.this.client;
			assertThat(client.send("GET", "/paid").statusCode()).isEqualTo(200);
			loseKeys();
			assertThat(client.get("/paid").statusCode()).isEqualTo(200);
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PaidHandlers.class)
	static class Application {

	}

}
