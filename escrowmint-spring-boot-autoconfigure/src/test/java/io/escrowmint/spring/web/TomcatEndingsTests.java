package io.escrowmint.spring.web;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;

/**
 * Ends at once: Tomcat counts an asynchronous request as under way for ever if its client
 * leaves while the first dispatch sends or ends, metered or not.
 */
@SpringBootTest(classes = { EndingsApplication.class, TomcatEndingsTests.Tomcat.class, TakenBack.class },
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "server.shutdown=immediate")
class TomcatEndingsTests extends RequestEndings {

	@Test
	void clientThatLeavesAsTheFirstDispatchEndsPaysByThePolicy() throws Exception {
		leaveMidway("/taken-back");
		assertCharged(1);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Tomcat {

		@Bean
		TomcatServletWebServerFactory tomcat() {
			return new TomcatServletWebServerFactory(0);
		}

	}

}
