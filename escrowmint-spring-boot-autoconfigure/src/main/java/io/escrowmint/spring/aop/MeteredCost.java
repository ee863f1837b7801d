package io.escrowmint.spring.aop;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;

/**
 * What a call costs: always the same, or worked out.
 *
 * @param fixed credits, if nothing is worked out
 * @param expression works the credits out
 */
record MeteredCost(long fixed, @Nullable MeteredExpression expression) {

	long of(Supplier<EvaluationContext> context) {
		return (this.expression != null) ? this.expression.credits(context.get()) : this.fixed;
	}

}
