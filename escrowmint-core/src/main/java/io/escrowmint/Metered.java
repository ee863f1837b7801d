package io.escrowmint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a call pay: its cost is held before the method runs, charged if the call ends
 * well, and given back otherwise.
 *
 * <pre class="code">
 * &#64;Metered("1")
 * &#64;GetMapping("/api/echo")
 * Echo echo() { ... }
 * </pre>
 * <p>
 * On a controller method of Spring MVC or WebFlux the request pays, and its real end
 * decides: after exception handlers, and when the last byte of an asynchronous or
 * streamed response is produced. On any other bean method the call pays: a normal return,
 * a completed future or publisher charges, an exception gives back. On a class it counts
 * for all methods without an annotation of their own; as a meta-annotation for whatever
 * carries it.
 * <p>
 * Several on one method are held in order; a refusal gives back those already taken. A
 * metered call within a metered call joins it, that is, takes no hold of its own, unless
 * it has a {@link #name()} that the outer call does not hold: then it holds beside it,
 * and is settled with it.
 * <p>
 * An attribute is unset if it is {@code ""} or {@code DEFAULT}; then configuration
 * applies. Expressions are in Spring's expression language; they see the arguments by
 * name ({@code #prompt.maxTokens}) or number ({@code #a0}), and as properties of the root
 * {@code request} (a {@link RequestFacts}, null outside of a request), {@code method},
 * {@code target} and {@code args}.
 */
@Documented
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Metered.List.class)
public @interface Metered {

	/**
	 * Alias of {@link #cost()}; at most one of the two is set.
	 * @return the cost
	 */
	String value() default "";

	/**
	 * What the call costs: a whole number of credits, 0 to 2^53-1, or an expression that
	 * gives one. A cost of 0 takes no hold and charges nothing; a wallet is needed all
	 * the same, and idempotency keys count. Unset: 1, or the {@link #price()}.
	 * @return the cost
	 */
	String cost() default "";

	/**
	 * The name of a price in {@code escrowmint.prices}, instead of a cost.
	 * @return the name of the price
	 */
	String price() default "";

	/**
	 * Who pays: an expression that gives the name of a wallet. Unset: the
	 * {@link WalletResolver} beans are asked. Needed where there is no request.
	 * @return the wallet
	 */
	String wallet() default "";

	/**
	 * The idempotency key of the call: an expression. Unset: the header
	 * {@code Idempotency-Key} of the request.
	 * @return the key
	 */
	String idempotencyKey() default "";

	/**
	 * Whether the call is metered at all: an expression that gives a boolean. Unset: it
	 * is.
	 * @return the condition
	 */
	String condition() default "";

	/**
	 * How long the credits are held without a sign of life, such as {@code "30s"}. A call
	 * that takes longer keeps its hold: it is extended at half its time. Unset:
	 * {@code escrowmint.metered.ttl}.
	 * @return the time to live of the hold
	 */
	String ttl() default "";

	/**
	 * The statuses of a response that are charged, such as {@code "200-299,304"}. Unset:
	 * {@code escrowmint.metered.commit-on}.
	 * @return ranges of statuses
	 */
	String commitOn() default "";

	/**
	 * Where the credits are held: in the store, or in a lease of this process.
	 * @return the path
	 */
	MeteringPath path() default MeteringPath.DEFAULT;

	/**
	 * What to do while the store cannot be reached.
	 * @return the policy
	 */
	UnavailablePolicy onUnavailable() default UnavailablePolicy.DEFAULT;

	/**
	 * What to do if the call used more than it holds.
	 * @return the policy
	 */
	OverrunPolicy overrun() default OverrunPolicy.DEFAULT;

	/**
	 * What to do if the hold has expired before it could be settled.
	 * @return the policy
	 */
	LateCommitPolicy lateCommit() default LateCommitPolicy.DEFAULT;

	/**
	 * What to charge if the client goes away before the response is sent.
	 * @return the policy
	 */
	DisconnectPolicy onDisconnect() default DisconnectPolicy.DEFAULT;

	/**
	 * Tells the holds of one call apart.
	 * @return the name, which {@link Metering#named} takes
	 */
	String name() default "";

	/**
	 * Goes into the events of the hold.
	 * @return at most 240 characters
	 */
	String note() default "";

	/**
	 * Several on one method or class.
	 */
	@Documented
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@interface List {

		/**
		 * Returns the annotations.
		 * @return in the order in which they are held
		 */
		Metered[] value();

	}

}
