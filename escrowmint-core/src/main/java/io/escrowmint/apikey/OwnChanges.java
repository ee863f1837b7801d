package io.escrowmint.apikey;

import java.util.Optional;

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

	private static final Logger logger = LoggerFactory.getLogger(OwnChanges.class);

	Optional<ApiKey> apply(ApiKeyChange change) {
		Optional<ApiKey> key = this.store.apply(change).map(ApiKeyRecord::key);
		see();
		return key;
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
