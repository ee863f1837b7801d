package io.escrowmint.spring.web;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = { EndingsApplication.class, TomcatEndingsTests.Tomcat.class },
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SettleSyncTests extends SettledFirstEndings {

	@Test
	void chargeComesBeforeTheEndOfARedirect() throws Exception {
		chargeComesBeforeTheEndOfTheResponse("/redirect", 302, 3);
	}

}
