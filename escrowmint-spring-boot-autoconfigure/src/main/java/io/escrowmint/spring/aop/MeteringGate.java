package io.escrowmint.spring.aop;

import org.jspecify.annotations.Nullable;

/**
 * Stands before every metered method that serves requests: lets it run or turns it away,
 * and sees to it that what is held is settled when the request ends. Called on the thread
 * of the method.
 */
@FunctionalInterface
public interface MeteringGate {

	/**
	 * Runs a call, or turns it away.
	 * @param call the call
	 * @return what the method returned, or what stands for it
	 * @throws Throwable what the method throws, or why it must not run
	 */
	@Nullable Object invoke(MeteredCall call) throws Throwable;

}
