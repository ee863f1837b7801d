package io.escrowmint.spring.aop;

import java.util.function.Supplier;

import io.escrowmint.metering.Demand;
import io.escrowmint.metering.Terms;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Query;
import io.escrowmint.model.Trace;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;

/**
 * One annotation, read once.
 *
 * @param name tells the holds of a call apart
 * @param cost what a call costs
 * @param wallet who pays; absent: whoever runs the call finds out
 * @param idempotencyKey the key of a call; absent: whoever runs the call finds out
 * @param condition whether a call is metered; absent: it is
 * @param terms how the hold is kept and settled
 * @param trace what goes into the events
 */
record MeteredRule(String name, MeteredCost cost, @Nullable MeteredExpression wallet,
		@Nullable MeteredExpression idempotencyKey, @Nullable MeteredExpression condition, Terms terms, Trace trace) {

	boolean applies(Supplier<EvaluationContext> context) {
		return this.condition == null || this.condition.decision(context.get());
	}

	Demand demand(Supplier<EvaluationContext> context, CallFacts facts, @Nullable HttpClaim claim) {
		return new Demand(this.name, payer(context, facts), this.cost.of(context), this.terms, claim, this.trace);
	}

	@Nullable HttpClaim claim(Supplier<EvaluationContext> context, CallFacts facts) {
		return facts.claim((this.idempotencyKey != null) ? this.idempotencyKey.name(context.get()) : null);
	}

	private @Nullable String payer(Supplier<EvaluationContext> context, CallFacts facts) {
		String wallet = (this.wallet != null) ? this.wallet.name(context.get()) : facts.wallet();
		return (wallet != null && isWallet(wallet)) ? wallet : null;
	}

	// A name that no wallet can have is no wallet, and no error of the application.
	private static boolean isWallet(String name) {
		try {
			return new Query.OfWallet(name).wallet().equals(name);
		}
		catch (InvalidRequestException ex) {
			return false;
		}
	}

}
