package io.escrowmint.lease;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The leases that this process has of one wallet: the one that is spent from, those that
 * come next, and those that are not reported and given back yet. Guarded by the lock of
 * its wallet; {@link #current} may be read without it.
 */
final class LeasePool {

	private final Sizing sizing;

	private volatile @Nullable LeaseAccount current;

	private final Deque<LeaseAccount> standby = new ArrayDeque<>(2);

	private final List<LeaseAccount> accounts = new ArrayList<>(2);

	LeasePool(Sizing sizing) {
		this.sizing = sizing;
	}

	/** The lease that is spent from. */
	@Nullable LeaseAccount current() {
		return this.current;
	}

	/** Those that are not finished, whatever they are used for. */
	List<LeaseAccount> all() {
		return List.copyOf(this.accounts);
	}

	boolean isEmpty() {
		return this.accounts.isEmpty();
	}

	/** Counts a lease in, without spending from it yet. */
	void add(LeaseAccount account) {
		this.accounts.add(account);
	}

	void remove(LeaseAccount account) {
		this.accounts.remove(account);
	}

	/**
	 * Lets a lease be spent from, now or after those before it.
	 * @param account a lease that was counted in
	 * @param now by the clock
	 */
	void publish(LeaseAccount account, long now) {
		this.standby.add(account);
		LeaseAccount last = this.current;
		if (last == null || !last.isUsable(now) || last.local().left() == 0) {
			promote(now);
		}
	}

	/**
	 * Takes from the first lease that can serve; what the leases before it have left is
	 * given back.
	 * @param <T> the answer
	 * @param request what is wanted
	 * @param now by the clock
	 * @return the answer, if there is such a lease
	 */
	<T> @Nullable T take(LeaseRequest<T> request, long now) {
		LeaseAccount from = this.current;
		T answer = (from != null) ? request.take(from) : null;
		for (LeaseAccount account : this.standby) {
			if (answer != null) {
				break;
			}
			answer = request.take(account);
			from = account;
		}
		while (answer != null && from != this.current && !this.standby.isEmpty()) {
			promote(now);
		}
		return answer;
	}

	/** Goes on to the next lease; what the last one has left is given back. */
	void promote(long now) {
		LeaseAccount last = this.current;
		if (last != null) {
			observe(last, now);
			last.retire();
		}
		next(now);
	}

	private void next(long now) {
		LeaseAccount next = this.standby.poll();
		while (next != null && !next.isUsable(now)) {
			next.retire();
			next = this.standby.poll();
		}
		if (next != null) {
			next.spentFrom(now);
		}
		this.current = next;
	}

	/** Learns how fast a lease was spent. */
	void observe(LeaseAccount account, long now) {
		this.sizing.observe(account.local().granted() - account.local().left(), now - account.since());
	}

	/** Gives back what nobody holds anything of; the others go on being spent from. */
	List<LeaseAccount> retireIdle(long now) {
		List<LeaseAccount> idle = this.accounts.stream().filter((account) -> account.local().held() == 0).toList();
		idle.forEach(LeaseAccount::retire);
		this.standby.removeAll(idle);
		LeaseAccount last = this.current;
		if (last != null && idle.contains(last)) {
			next(now);
		}
		return idle;
	}

	/** Lets nothing be spent any more. */
	void retireAll() {
		this.accounts.forEach(LeaseAccount::retire);
		this.standby.clear();
		this.current = null;
	}

	/**
	 * What lies here and is not spent, open holds included. Of a lease that has ended
	 * only the holds lie here: the store has the rest back.
	 */
	long unspent(long now) {
		long unspent = 0;
		for (LeaseAccount account : this.accounts) {
			unspent += account.isLive(now) ? account.local().unspent() : account.local().held();
		}
		return unspent;
	}

	/** What can be taken here. */
	long free() {
		long free = 0;
		for (LeaseAccount account : this.accounts) {
			free += account.local().left();
		}
		return free;
	}

	/** What can be given back now, or is on its way back. */
	long recoverable() {
		long recoverable = 0;
		for (LeaseAccount account : this.accounts) {
			LocalLease lease = account.local();
			recoverable += (lease.held() == 0) ? lease.left() + lease.returned() : 0;
		}
		return recoverable;
	}

	/** Whether any was used since the last time this was asked. */
	boolean wasUsed() {
		boolean used = false;
		for (LeaseAccount account : this.accounts) {
			used |= account.wasUsed();
		}
		return used;
	}

	LeaseExposure exposure(long now) {
		LeaseExposure sum = LeaseExposure.NONE;
		for (LeaseAccount account : this.accounts) {
			long unspent = account.isLive(now) ? account.local().unspent() : 0;
			sum = sum.plus(new LeaseExposure(0, 1, unspent, account.local().held(), account.unreported()));
		}
		return sum;
	}

}
