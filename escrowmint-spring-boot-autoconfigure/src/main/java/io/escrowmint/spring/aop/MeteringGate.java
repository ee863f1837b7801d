package io.escrowmint.spring.aop;

/**
 * Decides whether a metered method may run, and remembers what has to be settled
 * afterwards. Called on the thread of the method, just before it, with its arguments
 * resolved.
 */
@FunctionalInterface
public interface MeteringGate {

	/**
	 * Lets the method run, by returning.
	 * @param method what it costs
	 * @throws RuntimeException if it must not run
	 */
	void enter(MeteredMethod method);

}
