package io.escrowmint.apikey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.escrowmint.model.StoreUnavailableException;

/**
 * All that is kept of all keys, out of a store and into one, page by page.
 *
 * @param store the store
 */
record ApiKeyArchive(ApiKeyStore store) {

	private static final int BATCH = 100;

	private static final int ATTEMPTS = 3;

	/**
	 * Returns all records. Begins anew if the store forgets some in between whose end was
	 * not read: they would be brought back as they were.
	 * @throws StoreUnavailableException if it does so again and again
	 */
	List<ApiKeyRecord> exportAll() {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			Optional<List<ApiKeyRecord>> records = tryExport();
			if (records.isPresent()) {
				return records.get();
			}
		}
		throw new StoreUnavailableException("The store of API keys went back while it was read, " + ATTEMPTS + " times",
				null);
	}

	private Optional<List<ApiKeyRecord>> tryExport() {
		Map<String, ApiKeyRecord> records = new LinkedHashMap<>();
		ApiKeyChanges page = this.store.changes(0, ApiKeyStore.MAX_PAGE_SIZE);
		String epoch = page.epoch();
		long purged = page.purged();
		page.records().forEach((entry) -> records.put(entry.key().id(), entry));
		while (page.more()) {
			long position = page.position();
			page = this.store.changes(position, ApiKeyStore.MAX_PAGE_SIZE);
			boolean unseen = page.purged() != purged && page.purged() > position;
			if (!page.known() || !page.epoch().equals(epoch) || unseen) {
				return Optional.empty();
			}
			page.records().forEach((entry) -> records.put(entry.key().id(), entry));
		}
		return Optional.of(List.copyOf(records.values()));
	}

	/**
	 * Adds what is not known yet, and returns how many were.
	 */
	int importAll(List<ApiKeyRecord> records) {
		int added = 0;
		for (int from = 0; from < records.size(); from += BATCH) {
			int to = Math.min(records.size(), from + BATCH);
			added += this.store.restore(new ArrayList<>(records.subList(from, to)));
		}
		return added;
	}

}
