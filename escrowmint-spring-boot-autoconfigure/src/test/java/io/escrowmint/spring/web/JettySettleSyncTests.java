package io.escrowmint.spring.web;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = { EndingsApplication.class, JettyEndingsTests.Jetty.class },
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class JettySettleSyncTests extends SettledFirstEndings {

	@Test
	void chargeComesBeforeTheEndOfAForward() throws Exception {
		chargeComesBeforeTheEndOfTheResponse("/forward", 200, 3);
	}

}
