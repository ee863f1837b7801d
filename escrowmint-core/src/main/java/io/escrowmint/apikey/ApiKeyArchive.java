package io.escrowmint.apikey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that is kept of all keys, out of a store and into one, page by page.
 *
 * @param store the store
 */
record ApiKeyArchive(ApiKeyStore store) {

	private static final int BATCH = 100;

	List<ApiKeyRecord> exportAll() {
		Map<String, ApiKeyRecord> records = new LinkedHashMap<>();
		ApiKeyChanges page;
		long position = 0;
		do {
			page = this.store.changes(position, ApiKeyStore.MAX_PAGE_SIZE);
			page.records().forEach((entry) -> records.put(entry.key().id(), entry));
			position = page.position();
		}
		while (page.more());
		return List.copyOf(records.values());
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
