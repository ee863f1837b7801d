package io.escrowmint.spring.web;

import io.escrowmint.CurrentWallet;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.util.Assert;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Fills arguments that are marked with {@link CurrentWallet}.
 */
public final class CurrentWalletArgumentResolver implements HandlerMethodArgumentResolver {

	private final RequestWallets wallets;

	/**
	 * Creates the resolver.
	 * @param wallets finds the wallet
	 */
	public CurrentWalletArgumentResolver(RequestWallets wallets) {
		this.wallets = wallets;
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.hasParameterAnnotation(CurrentWallet.class) && parameter.getParameterType() == String.class;
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
		HttpServletRequest servletRequest = request.getNativeRequest(HttpServletRequest.class);
		Assert.state(servletRequest != null, "No servlet request");
		return this.wallets.require(servletRequest);
	}

}
