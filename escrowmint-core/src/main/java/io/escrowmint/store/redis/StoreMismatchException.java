package io.escrowmint.store.redis;

import io.escrowmint.model.EscrowMintException;
import io.escrowmint.redis.UnsupportedTopologyException;
import io.escrowmint.store.redis.TransportException.Kind;

/**
 * The Redis that was met cannot be used as configured, and trying again will not help.
 * Every operation is refused until the configuration is mended.
 */
public final class StoreMismatchException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final String action;

	StoreMismatchException(String message, String action) {
		super(message, null);
		this.action = action;
	}

	static StoreMismatchException of(UnsupportedTopologyException topology) {
		return new StoreMismatchException(String.valueOf(topology.getMessage()), topology.action());
	}

	/**
	 * Returns what every call is told from now on.
	 */
	TransportException refusal() {
		return new TransportException(Kind.REFUSED, getMessage() + ". " + this.action, this);
	}

	/**
	 * Returns what to do about it.
	 * @return a sentence for humans
	 */
	public String action() {
		return this.action;
	}

}
