package io.escrowmint.spring.autoconfigure;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.ClassUtils;

/**
 * Requests to Actuator, under whichever path and on whichever port: to its endpoints,
 * their links, and health groups with paths of their own. The key of a customer is no
 * login there. Without Actuator there are none.
 */
final class ActuatorRequests {

	private static final String[] NEEDED = { "org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints",
			"org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType",
			"org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest" };

	private static final String HEALTH = "health";

	private ActuatorRequests() {
	}

	static RequestMatcher ofServlets(@Nullable ClassLoader classes) {
		return arePossible(classes) ? ServletRequests.matcher() : (request) -> false;
	}

	static ServerWebExchangeMatcher ofExchanges(@Nullable ClassLoader classes) {
		return arePossible(classes) ? Exchanges.matcher() : (exchange) -> MatchResult.notMatch();
	}

	private static boolean arePossible(@Nullable ClassLoader classes) {
		return Stream.of(NEEDED).allMatch((needed) -> ClassUtils.isPresent(needed, classes));
	}

	/**
	 * With Actuator on the class path.
	 */
	private static final class ServletRequests {

		static RequestMatcher matcher() {
			return new OrRequestMatcher(EndpointRequest.toAnyEndpoint(),
					EndpointRequest.toAdditionalPaths(WebServerNamespace.SERVER, HEALTH),
					EndpointRequest.toAdditionalPaths(WebServerNamespace.MANAGEMENT, HEALTH));
		}

	}

	/**
	 * With Actuator on the class path.
	 */
	private static final class Exchanges {

		static ServerWebExchangeMatcher matcher() {
			return new OrServerWebExchangeMatcher(
					org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest
						.toAnyEndpoint(),
					org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest
						.toAdditionalPaths(WebServerNamespace.SERVER, HEALTH),
					org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest
						.toAdditionalPaths(WebServerNamespace.MANAGEMENT, HEALTH));
		}

	}

}
