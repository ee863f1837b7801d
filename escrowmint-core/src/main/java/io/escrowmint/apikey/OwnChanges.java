package io.escrowmint.apikey;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import io.escrowmint.model.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes keys so that this process sees it at once, and does not wait for the next
 * refresh of its copy.
 *
 * @param store keeps the keys
 * @param copy what this process answers from
 */
record OwnChanges(ApiKeyStore store, ApiKeyCopy copy) {

	private static final int REPETITIONS = 3;

	private static final Duration PAUSE = Duration.ofMillis(50);

	private static final Logger logger = LoggerFactory.getLogger(OwnChanges.class);

	Optional<ApiKey> apply(ApiKeyChange change) {
		Optional<ApiKey> key = this.store.apply(change).map(ApiKeyRecord::key);
		see();
		return key;
	}

	/**
	 * Applies a change that makes a key, and again if the answer was lost: the store
	 * knows it by the id and the hash that it brings, so that it is made once. What may
	 * have been made stays unknown, even if the store cannot be reached afterwards.
	 * @throws ApiKeyChangeUnknownException if no answer came, however often it was asked
	 */
	Optional<ApiKey> make(ApiKeyChange change) {
		try {
			return apply(change);
		}
		catch (ApiKeyChangeUnknownException ex) {
			return makeAgain(change, ex);
		}
	}

	private Optional<ApiKey> makeAgain(ApiKeyChange change, ApiKeyChangeUnknownException unknown) {
		for (int repetition = 1; repetition <= REPETITIONS; repetition++) {
			LockSupport.parkNanos(repetition * PAUSE.toNanos());
			try {
				return apply(change);
			}
			catch (ApiKeyChangeUnknownException | StoreUnavailableException ex) {
				unknown.addSuppressed(ex);
			}
		}
		throw unknown;
	}

	/**
	 * Looks what has changed. A change is made, whatever becomes of this: the copy
	 * catches up by itself.
	 */
	void see() {
		try {
			this.copy.refresh();
		}
		catch (RuntimeException ex) {
			logger.debug("This instance does not see its own change yet", ex);
		}
	}

}
