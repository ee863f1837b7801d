package io.escrowmint.spring.webflux;

import java.util.Arrays;
import java.util.List;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpEntity;
import org.springframework.http.codec.multipart.Part;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * What the parameters of the handler of an exchange say of its body.
 *
 * @param all all parameters; none if it is no handler method
 */
record HandlerParameters(List<MethodParameter> all) {

	static HandlerParameters of(ServerWebExchange exchange) {
		Object handler = exchange.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE);
		return new HandlerParameters(
				(handler instanceof HandlerMethod method) ? Arrays.asList(method.getMethodParameters()) : List.of());
	}

	/**
	 * Tells whether the handler has a parameter for a body as it comes.
	 */
	boolean takeBody() {
		return this.all.stream()
			.anyMatch((parameter) -> parameter.hasParameterAnnotation(RequestBody.class)
					|| HttpEntity.class.isAssignableFrom(parameter.getParameterType()));
	}

	/**
	 * Tells whether the handler takes parts of a body, or may ask its exchange for them.
	 */
	boolean takeParts() {
		return !takeBody() && this.all.stream()
			.anyMatch((parameter) -> parameter.hasParameterAnnotation(RequestPart.class)
					|| parameter.hasParameterAnnotation(RequestParam.class)
					|| parameter.hasParameterAnnotation(ModelAttribute.class)
					|| ServerWebExchange.class.isAssignableFrom(parameter.getParameterType())
					|| Part.class.isAssignableFrom(parameter.nestedIfOptional().getNestedParameterType()));
	}

}
