package io.escrowmint.spring.aop;

import io.escrowmint.RequestFacts;
import io.escrowmint.model.HttpClaim;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link MeteredCall} wants to know of whatever runs it, when its annotation does
 * not say it itself.
 */
public interface CallFacts {

	/**
	 * Returns the request that the call belongs to.
	 * @return the request, {@code null} outside of one
	 */
	@Nullable RequestFacts request();

	/**
	 * Finds out who pays. Asked only if the annotation names no wallet.
	 * @return the wallet, {@code null} if nobody is found
	 */
	@Nullable String wallet();

	/**
	 * Returns the idempotency key to claim.
	 * @param key what the expression of the annotation gave, {@code null} if it has none:
	 * then the header of the request counts, if there is one
	 * @return the claim, {@code null} if there is no key
	 * @throws RuntimeException if the key is not acceptable
	 */
	@Nullable HttpClaim claim(@Nullable String key);

}
