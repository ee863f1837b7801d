package io.escrowmint.spring.web;

import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

@SpringBootTest(classes = { EndingsApplication.class, JettyEndingsTests.Jetty.class },
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class JettyEndingsTests extends RequestEndings {

	@TestConfiguration(proxyBeanMethods = false)
	static class Jetty {

		@Bean
		JettyServletWebServerFactory jetty() {
			return new JettyServletWebServerFactory(0);
		}

	}

}
