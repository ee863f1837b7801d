package io.escrowmint.spring.webflux;

import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.HttpAnswer;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Tells clients what a handler could not pay for within, such as a metered bean that it
 * called. Comes after the exception handlers of controllers and before the error pages of
 * Spring Boot.
 */
public final class CreditsFailureHandler implements WebExceptionHandler, Ordered {

	/** The error pages of Spring Boot have -1. */
	private static final int ORDER = -2;

	private final CreditsAnswers answers;

	/**
	 * Creates the handler.
	 * @param answers what is written
	 */
	public CreditsFailureHandler(CreditsAnswers answers) {
		this.answers = answers;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
		HttpAnswer answer = exchange.getResponse().isCommitted() ? null : this.answers.toFailure(ex);
		return (answer != null) ? AnswerWriter.write(exchange.getResponse(), answer) : Mono.error(ex);
	}

}
