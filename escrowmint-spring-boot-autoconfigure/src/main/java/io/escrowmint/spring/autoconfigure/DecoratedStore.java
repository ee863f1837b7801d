package io.escrowmint.spring.autoconfigure;

import java.util.List;

import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreDecorator;

/**
 * The store as everybody uses it who serves a caller: with all {@link StoreDecorator
 * decorators} around it. Not itself a {@link QuotaStore} bean, so that the store of the
 * application remains the only one of its type.
 *
 * @param store the store with its decorators
 */
public record DecoratedStore(QuotaStore store) {

	/**
	 * Puts decorators around a store.
	 * @param store the bare store
	 * @param decorators the decorators, the outermost first
	 * @return the decorated store
	 */
	static DecoratedStore of(QuotaStore store, List<StoreDecorator> decorators) {
		QuotaStore decorated = store;
		for (int index = decorators.size() - 1; index >= 0; index--) {
			decorated = decorators.get(index).decorate(decorated);
		}
		return new DecoratedStore(decorated);
	}

}
