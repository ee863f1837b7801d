package io.escrowmint.spring.webflux;

import io.escrowmint.CurrentWallet;
import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.CreditsProblem;
import io.escrowmint.spring.http.CreditsProblemException;
import reactor.core.publisher.Mono;

import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * Fills arguments that are marked with {@link CurrentWallet}. A request without a wallet
 * never reaches its method.
 */
public final class CurrentWalletArgumentResolver implements HandlerMethodArgumentResolver {

	private final ReactiveWallets wallets;

	private final CreditsAnswers answers;

	/**
	 * Creates the resolver.
	 * @param wallets finds the wallet
	 * @param answers what is answered if there is none
	 */
	public CurrentWalletArgumentResolver(ReactiveWallets wallets, CreditsAnswers answers) {
		this.wallets = wallets;
		this.answers = answers;
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.hasParameterAnnotation(CurrentWallet.class) && parameter.getParameterType() == String.class;
	}

	@Override
	public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
		return this.wallets.find(exchange)
			.<Object>map((wallet) -> wallet)
			.switchIfEmpty(Mono.error(() -> new CreditsProblemException(CreditsProblem.API_KEY_REQUIRED, null)))
			.doOnError(CreditsProblemException.class, (ex) -> refuse(exchange, ex.problem()));
	}

	private void refuse(ServerWebExchange exchange, CreditsProblem problem) {
		MeteredExchange metered = MeteredExchange.find(exchange);
		if (metered != null) {
			metered.refuse(this.answers.problem(problem));
		}
	}

}
