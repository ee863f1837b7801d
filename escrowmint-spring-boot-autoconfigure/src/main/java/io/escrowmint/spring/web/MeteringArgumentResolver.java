package io.escrowmint.spring.web;

import io.escrowmint.Metering;
import io.escrowmint.spring.http.FreeMetering;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.util.Assert;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Fills arguments of the type {@link Metering} with the metering of the request; where
 * metering is switched off, with one that takes everything.
 */
public final class MeteringArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == Metering.class;
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
		HttpServletRequest servletRequest = request.getNativeRequest(HttpServletRequest.class);
		Assert.state(servletRequest != null, "No servlet request");
		MeteredRequest metered = MeteredRequest.find(servletRequest);
		return (metered != null) ? metered.session() : new FreeMetering();
	}

}
