package io.escrowmint.spring.aop;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.escrowmint.Metering;
import io.escrowmint.metering.Demand;
import io.escrowmint.model.HttpClaim;

import org.springframework.expression.EvaluationContext;

/**
 * A metered method with its annotations, read once.
 */
public final class MeteredMethod {

	private final Method method;

	private final boolean handler;

	private final List<MeteredRule> rules;

	private final int metering;

	MeteredMethod(Method method, boolean handler, List<MeteredRule> rules) {
		this.method = method;
		this.handler = handler;
		this.rules = List.copyOf(rules);
		this.metering = List.of(method.getParameterTypes()).indexOf(Metering.class);
	}

	/**
	 * Returns the method.
	 * @return the method of the bean's class
	 */
	public Method method() {
		return this.method;
	}

	/**
	 * Tells whether the method serves requests.
	 * @return {@code true} for a mapped method of a controller
	 */
	public boolean isHandler() {
		return this.handler;
	}

	/**
	 * Tells whether the method says itself who pays.
	 * @return {@code true} if each of its annotations names a wallet
	 */
	public boolean namesWallet() {
		return this.rules.stream().allMatch((rule) -> rule.wallet() != null);
	}

	/**
	 * Tells whether the method says itself under which key a call is charged once.
	 * @return {@code true} if its first annotation names a key
	 */
	boolean namesKey() {
		return this.rules.get(0).idempotencyKey() != null;
	}

	/**
	 * Returns where a {@link Metering} stands among the arguments.
	 * @return the index, -1 if there is none
	 */
	int metering() {
		return this.metering;
	}

	List<MeteredRule> rules() {
		return this.rules;
	}

	/**
	 * Returns what a call asks for. Of several annotations with one name, the first whose
	 * condition is met counts.
	 * @param context the arguments of the call, if an expression asks for them
	 * @param facts what the annotations leave open
	 * @return in the order to be held
	 */
	List<Demand> demands(Supplier<EvaluationContext> context, CallFacts facts) {
		List<Demand> demands = new ArrayList<>(this.rules.size());
		for (MeteredRule rule : this.rules) {
			if (demands.stream().noneMatch((demand) -> demand.name().equals(rule.name())) && rule.applies(context)) {
				HttpClaim claim = demands.isEmpty() ? this.rules.get(0).claim(context, facts) : null;
				demands.add(rule.demand(context, facts, claim));
			}
		}
		return demands;
	}

}
