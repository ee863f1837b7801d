package io.escrowmint.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says what to type next, once the application is ready.
 */
@Component
class Hints {

	private static final Logger logger = LoggerFactory.getLogger(Hints.class);

	@EventListener
	void say(ApplicationReadyEvent event) {
		if (event.getApplicationContext() instanceof WebServerApplicationContext context) {
			WebServer server = context.getWebServer();
			if (server != null) {
				logger.info(text("http://localhost:" + server.getPort()));
			}
		}
	}

	static String text(String url) {
		return """
				The demo is ready: wallet "demo", API key "demo-key". Type next:

				  curl -i -H 'X-API-Key: demo-key' %1$s/api/balance    shows the credits, costs nothing
				  curl -i -H 'X-API-Key: demo-key' %1$s/api/echo       costs 1 credit
				  curl -i -H 'X-API-Key: demo-key' %1$s/api/fail       fails, and costs nothing
				  curl -i %1$s/api/echo                                401: API key required
				  curl -i %1$s/actuator/health                         is everything well?

				Or in a browser, with "Authorize" for the key: %1$s/swagger-ui.html
				""".formatted(url);
	}

}
