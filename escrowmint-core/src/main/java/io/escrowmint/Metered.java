package io.escrowmint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a request pay for a controller method: its cost is held before the method runs,
 * charged if the response is a success (2xx or 3xx), and given back otherwise.
 *
 * <pre class="code">
 * &#64;Metered("1")
 * &#64;GetMapping("/api/echo")
 * Echo echo() { ... }
 * </pre>
 * <p>
 * Who pays is found by the {@link WalletResolver} beans. The method does not run without
 * a wallet (401), without enough credits (402), or while the store cannot be reached
 * (503). Requests that never reach the method, because of a bad path, media type or
 * argument, hold nothing. A metered method that is called within a metered request joins
 * its hold: one request is charged once, by the first. If the process dies while the
 * method runs, nothing is charged: the hold expires.
 * <p>
 * Works on methods of Spring MVC controllers that answer when they return. On any other
 * method the application does not start.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Metered {

	/**
	 * Alias of {@link #cost()}; at most one of the two is set.
	 * @return the cost
	 */
	String value() default "";

	/**
	 * What the request costs: a whole number of credits, 0 to 2^53-1. A method of cost 0
	 * needs a wallet and charges nothing. Unset: 1.
	 * @return the cost
	 */
	String cost() default "";

	/**
	 * How long the credits are held at most, such as {@code "30s"}. A request that takes
	 * longer is charged when it ends, late: from what is available then. Unset:
	 * {@code escrowmint.metered.ttl}.
	 * @return the time to live of the hold
	 */
	String ttl() default "";

}
