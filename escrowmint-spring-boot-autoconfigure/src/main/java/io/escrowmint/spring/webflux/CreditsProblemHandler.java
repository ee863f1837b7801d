package io.escrowmint.spring.webflux;

import io.escrowmint.spring.http.AnsweredException;
import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.CreditsProblemException;
import io.escrowmint.spring.http.HttpOptions;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Writes refusals that come as exceptions: from a metered call within a handler, or from
 * a filter. Comes before the error pages of Spring Boot.
 */
public final class CreditsProblemHandler implements WebExceptionHandler, Ordered {

	private final CreditsAnswers answers;

	/**
	 * Creates the handler.
	 * @param options what can be chosen
	 */
	public CreditsProblemHandler(HttpOptions options) {
		this.answers = new CreditsAnswers(options);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
		if (!exchange.getResponse().isCommitted()) {
			if (ex instanceof CreditsProblemException refused) {
				return AnswerWriter.write(exchange.getResponse(), this.answers.problem(refused.problem()));
			}
			if (ex instanceof AnsweredException answered) {
				return AnswerWriter.write(exchange.getResponse(), answered.answer());
			}
		}
		return Mono.error(ex);
	}

}
