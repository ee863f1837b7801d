package io.escrowmint.spring.observation;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one operation of the store while it is observed.
 */
public final class StoreOperationContext extends Observation.Context {

	private final String operation;

	private final @Nullable String requestId;

	private volatile @Nullable String outcome;

	StoreOperationContext(String operation, @Nullable String requestId) {
		this.operation = operation;
		this.requestId = requestId;
	}

	/**
	 * Returns the name of the operation.
	 * @return such as {@code reserve} or {@code read_wallet}
	 */
	public String operation() {
		return this.operation;
	}

	/**
	 * Returns the request that the operation belongs to.
	 * @return the id, {@code null} if the caller gave none
	 */
	public @Nullable String requestId() {
		return this.requestId;
	}

	/**
	 * Returns how the operation ended.
	 * @return such as {@code applied} or {@code unavailable}; {@code null} before the end
	 */
	public @Nullable String outcome() {
		return this.outcome;
	}

	void end(String outcome) {
		this.outcome = outcome;
	}

}
