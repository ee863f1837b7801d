package io.escrowmint.spring.webflux;

import io.escrowmint.spring.aop.MeteredCall;

/**
 * The result of a metered call that has not been made yet.
 */
interface DeferredCall {

	/**
	 * Returns the call.
	 * @return the call to make instead of a subscription
	 */
	MeteredCall call();

}
