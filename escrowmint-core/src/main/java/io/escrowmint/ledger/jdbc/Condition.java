package io.escrowmint.ledger.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.escrowmint.ledger.LedgerFilter;
import io.escrowmint.ledger.LedgerKey;
import io.escrowmint.ledger.OperationKind;
import io.escrowmint.model.EventType;

/**
 * Which entries a query reads. Collects terms and what is bound to them, in order.
 */
final class Condition {

	private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);

	private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

	private final List<String> terms = new ArrayList<>();

	private final List<Object> bound = new ArrayList<>();

	Condition fits(LedgerFilter filter) {
		if (filter.wallet() != null) {
			ofWallet(filter.wallet());
		}
		if (!filter.types().isEmpty()) {
			add("event_type in (" + String.join(", ", Collections.nCopies(filter.types().size(), "?")) + ")",
					filter.types().stream().map(EventType::name).toArray());
		}
		if (filter.from() != null) {
			add("time_ms >= ?", millis(filter.from()));
		}
		if (filter.until() != null) {
			add("time_ms < ?", millis(filter.until()));
		}
		return this;
	}

	Condition ofWallet(String wallet) {
		return add("wallet = ?", wallet);
	}

	Condition behindWallet(String wallet) {
		return add("wallet > ?", wallet);
	}

	Condition after(LedgerKey key) {
		return add("epoch >= ? and (epoch > ? or seq > ?)", key.epoch(), key.epoch(), key.seq());
	}

	Condition before(LedgerKey key) {
		return add("epoch <= ? and (epoch < ? or seq < ?)", key.epoch(), key.epoch(), key.seq());
	}

	Condition names(OperationKind kind, String id) {
		return add("operation_id = ? and operation_kind = ?", id, kind.name());
	}

	String sql() {
		return this.terms.isEmpty() ? "" : " where " + String.join(" and ", this.terms);
	}

	List<Object> bound() {
		return this.bound;
	}

	// Entries have whole milliseconds, so the next one is as good as a part of one.
	private static long millis(Instant time) {
		if (time.isAfter(LAST) || time.isBefore(FIRST)) {
			return time.isAfter(LAST) ? Long.MAX_VALUE : Long.MIN_VALUE;
		}
		long millis = time.toEpochMilli();
		return time.isAfter(Instant.ofEpochMilli(millis)) ? millis + 1 : millis;
	}

	private Condition add(String term, Object... values) {
		this.terms.add(term);
		Collections.addAll(this.bound, values);
		return this;
	}

}
