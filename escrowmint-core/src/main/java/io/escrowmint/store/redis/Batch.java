package io.escrowmint.store.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls that travel together in one script, and the keys and arguments they share.
 */
final class Batch {

	private static final byte[] LEAN_KEYS = { '2' };

	private static final byte[] ALL_KEYS = { '7' };

	private static final int LEAN_KEY_COUNT = 2;

	private final List<Call<?>> calls;

	private final AtomicBoolean released = new AtomicBoolean();

	Batch(List<Call<?>> calls) {
		this.calls = calls;
	}

	List<Call<?>> calls() {
		return this.calls;
	}

	/**
	 * Says that the batch no longer occupies its lane.
	 * @return whether it did until now
	 */
	boolean release() {
		return this.released.compareAndSet(false, true);
	}

	boolean isOverdue(long now) {
		return this.calls.stream().allMatch((call) -> call.isDone() || call.isOverdue(now));
	}

	Script script(ScriptLibrary scripts) {
		Call<?> first = this.calls.get(0);
		Verb verb = first.exchange().verb();
		if (this.calls.size() > 1) {
			return scripts.batch(verb.lane());
		}
		return first.needsAllKeys() ? scripts.own(verb) : scripts.lean(verb);
	}

	/**
	 * Lays out keys and arguments as {@code main.lua} reads them.
	 */
	Layout layout(KeySpace keys) {
		Map<Integer, Slot> partitions = new HashMap<>();
		Map<String, Slot> wallets = new HashMap<>();
		List<Slot> partitionOrder = new ArrayList<>();
		List<Slot> walletOrder = new ArrayList<>();
		for (Call<?> call : this.calls) {
			Slot partition = partitions.computeIfAbsent(call.partition(),
					(index) -> Slot.add(partitionOrder, index, call));
			Slot wallet = wallets.computeIfAbsent(call.exchange().wallet(),
					(name) -> Slot.add(walletOrder, partition.number, call));
			partition.full |= call.needsAllKeys();
			wallet.full |= call.needsAllKeys();
		}
		Layout layout = new Layout();
		layout.number(partitionOrder.size());
		for (Slot partition : partitionOrder) {
			layout.partition(keys, partition);
		}
		layout.number(walletOrder.size());
		for (Slot wallet : walletOrder) {
			layout.wallet(keys, wallet);
		}
		for (Call<?> call : this.calls) {
			Slot wallet = wallets.get(call.exchange().wallet());
			layout.command(call.exchange(), (wallet != null) ? wallet.number : 0);
		}
		return layout;
	}

	/**
	 * A partition or wallet of a batch: where it stands in the order, counted from 1.
	 */
	private static final class Slot {

		private final int number;

		private final int partition;

		private final Call<?> call;

		private boolean full;

		private Slot(int number, int partition, Call<?> call) {
			this.number = number;
			this.partition = partition;
			this.call = call;
		}

		static Slot add(List<Slot> order, int partition, Call<?> call) {
			Slot slot = new Slot(order.size() + 1, partition, call);
			order.add(slot);
			return slot;
		}

	}

	/**
	 * Keys and arguments as they grow.
	 */
	static final class Layout {

		private final List<byte[]> keys = new ArrayList<>();

		private final List<byte[]> args = new ArrayList<>();

		byte[][] keys() {
			return this.keys.toArray(byte[][]::new);
		}

		byte[][] args() {
			return this.args.toArray(byte[][]::new);
		}

		private void number(int value) {
			this.args.add(KeySpace.utf8(Integer.toString(value)));
		}

		private void partition(KeySpace space, Slot partition) {
			byte[][] all = space.ofPartition(partition.call.partition());
			int count = partition.full ? all.length : LEAN_KEY_COUNT;
			for (int key = 0; key < count; key++) {
				this.keys.add(all[key]);
			}
			this.args.add(partition.full ? ALL_KEYS : LEAN_KEYS);
		}

		private void wallet(KeySpace space, Slot wallet) {
			int partition = wallet.call.partition();
			byte[] name = wallet.call.wallet();
			this.keys.add(space.state(partition, name));
			if (wallet.full) {
				this.keys.add(space.claims(partition, name));
				this.keys.add(space.expiry(partition, name));
			}
			number(wallet.full ? wallet.partition : -wallet.partition);
			this.args.add(name);
		}

		private void command(Exchange<?> exchange, int wallet) {
			this.args.add(exchange.verb().word());
			number(wallet);
			number(exchange.arguments().size());
			this.args.addAll(exchange.arguments());
		}

	}

}
