package io.escrowmint.spring.aop;

import java.lang.reflect.Method;
import java.util.List;

import io.escrowmint.Metering;
import io.escrowmint.metering.Demand;
import org.jspecify.annotations.Nullable;

/**
 * One call of a metered method, with its arguments resolved, before it runs.
 */
public interface MeteredCall {

	/**
	 * Returns the method that is called.
	 * @return the method of the bean's class
	 */
	Method method();

	/**
	 * Tells whether the method says itself under which key a call is charged once.
	 * @return {@code true} if its annotation names a key
	 */
	boolean namesKey();

	/**
	 * Returns what the call asks for, its expressions evaluated now.
	 * @param facts what the annotation leaves open
	 * @return in the order to be held; empty if no condition is met
	 * @throws RuntimeException if an expression fails, or gives what cannot be
	 */
	List<Demand> demands(CallFacts facts);

	/**
	 * Tells whether the method takes a {@link Metering}, and so needs one even where it
	 * is not metered.
	 * @return {@code true} if an argument is of that type
	 */
	default boolean takesMetering() {
		return List.of(method().getParameterTypes()).contains(Metering.class);
	}

	/**
	 * Runs the method.
	 * @return what it returns
	 * @throws Throwable what it throws
	 */
	@Nullable Object proceed() throws Throwable;

}
