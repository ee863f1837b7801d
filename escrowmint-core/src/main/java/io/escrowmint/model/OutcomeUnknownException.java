package io.escrowmint.model;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The operation was sent and its answer was lost: it may have been applied once, or not
 * at all. With an {@link #operationId() id} it can be repeated safely, but for a reserve
 * and an allocateLease of the services: these are being taken back in the background, so
 * a later attempt needs another id. A consume, top-up, withdrawal or refund without a key
 * leaves no record and carries no id: use a key for money.
 */
public final class OutcomeUnknownException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final String wallet;

	private final @Nullable String operationId;

	public OutcomeUnknownException(String wallet, @Nullable String operationId, String message,
			@Nullable Throwable cause) {
		super(message, cause);
		this.wallet = wallet;
		this.operationId = operationId;
	}

	/**
	 * Returns the wallet of the operation.
	 * @return the wallet
	 */
	public String wallet() {
		return this.wallet;
	}

	/**
	 * Returns the identity under which the operation can be repeated, or under which it
	 * is being taken back.
	 * @return the id, empty if the operation had none
	 */
	public Optional<String> operationId() {
		return Optional.ofNullable(this.operationId);
	}

}
