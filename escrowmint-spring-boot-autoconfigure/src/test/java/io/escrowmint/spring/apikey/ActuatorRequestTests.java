package io.escrowmint.spring.apikey;

import org.junit.jupiter.api.Nested;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

/**
 * The key of a customer is no login for endpoints of Actuator.
 */
class ActuatorRequestTests {

	@Nested
	@ContextConfiguration(classes = ServletApplication.class)
	@TestPropertySource(properties = "spring.main.web-application-type=servlet")
	class Servlet extends ActuatorRequestContract {

	}

	@Nested
	@ContextConfiguration(classes = ServletApplication.class)
	@TestPropertySource(properties = { "spring.main.web-application-type=servlet", "management.server.port=0",
			"management.endpoints.web.base-path=/manage" })
	class ServletOnAnotherPort extends ActuatorRequestContract {

	}

	@Nested
	@ContextConfiguration(classes = ReactiveApplication.class)
	@TestPropertySource(properties = "spring.main.web-application-type=reactive")
	class Reactive extends ActuatorRequestContract {

	}

	@Nested
	@ContextConfiguration(classes = ReactiveApplication.class)
	@TestPropertySource(properties = { "spring.main.web-application-type=reactive", "management.server.port=0",
			"management.endpoints.web.base-path=/manage" })
	class ReactiveOnAnotherPort extends ActuatorRequestContract {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PaidHandlers.class)
	static class ServletApplication {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PaidHandlers.class)
	static class ReactiveApplication {

		@Bean
		NettyReactiveWebServerFactory server() {
			return new NettyReactiveWebServerFactory();
		}

	}

}
