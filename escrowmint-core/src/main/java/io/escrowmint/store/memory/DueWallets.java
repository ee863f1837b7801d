package io.escrowmint.store.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * When each wallet of a partition has something to reclaim next, so that nothing ever
 * scans the wallets.
 */
final class DueWallets {

	private static final Comparator<Due> ORDER = Comparator.comparingLong(Due::at)
		.thenComparing(Due::wallet, Utf8.ORDER);

	private final Map<String, Due> byWallet = new HashMap<>();

	private final NavigableSet<Due> byTime = new TreeSet<>(ORDER);

	/**
	 * Says when a wallet is due.
	 * @param wallet the wallet
	 * @param at the time in ms; {@code null}: it has nothing to reclaim
	 */
	void set(String wallet, @Nullable Long at) {
		Due next = (at != null) ? new Due(at, wallet) : null;
		Due former = (next != null) ? this.byWallet.put(wallet, next) : this.byWallet.remove(wallet);
		if (former != null) {
			this.byTime.remove(former);
		}
		if (next != null) {
			this.byTime.add(next);
		}
	}

	/**
	 * Returns how long the earliest wallet is overdue.
	 * @param now the time in ms
	 * @return ms, 0 if nothing is due
	 */
	long lag(long now) {
		return this.byTime.isEmpty() ? 0 : Math.max(0, now - this.byTime.first().at());
	}

	boolean isAnyDue(long now) {
		return !this.byTime.isEmpty() && this.byTime.first().at() <= now;
	}

	/**
	 * Returns the wallets that are due, earliest first.
	 * @param now the time in ms
	 * @param limit wallets at most
	 * @return their names
	 */
	List<String> until(long now, int limit) {
		return this.byTime.stream().takeWhile((due) -> due.at() <= now).limit(limit).map(Due::wallet).toList();
	}

	private record Due(long at, String wallet) {

	}

}
