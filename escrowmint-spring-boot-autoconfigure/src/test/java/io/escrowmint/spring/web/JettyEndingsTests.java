package io.escrowmint.spring.web;

import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Ends at once: Jetty counts a request as under way for ever if the client of an emitter
 * leaves, metered or not.
 */
@SpringBootTest(classes = { EndingsApplication.class, JettyEndingsTests.Jetty.class },
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "server.shutdown=immediate")
class JettyEndingsTests extends RequestEndings {

	@TestConfiguration(proxyBeanMethods = false)
	static class Jetty {

		@Bean
		JettyServletWebServerFactory jetty() {
			return new JettyServletWebServerFactory(0);
		}

	}

}
