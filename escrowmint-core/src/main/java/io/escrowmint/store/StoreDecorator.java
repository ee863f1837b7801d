package io.escrowmint.store;

/**
 * Puts something around a store for all who use it: a circuit breaker, timers, spans. The
 * first of several is the outermost.
 */
@FunctionalInterface
public interface StoreDecorator {

	/**
	 * Decorates a store.
	 * @param store the store
	 * @return a store that keeps every promise of {@link QuotaStore}; may be the same one
	 */
	QuotaStore decorate(QuotaStore store);

}
