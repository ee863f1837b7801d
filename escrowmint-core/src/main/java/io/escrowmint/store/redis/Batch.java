package io.escrowmint.store.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import io.escrowmint.store.redis.Verb.Lane;

/**
 * Calls that travel together in one script, and the keys and arguments they share.
 */
final class Batch {

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
		if (first.lane() == Lane.SPENDING) {
			return scripts.spend();
		}
		Verb verb = first.exchange().verb();
		return (this.calls.size() > 1) ? scripts.batch(verb.lane()) : scripts.own(verb);
	}

	/**
	 * Lays out keys and arguments as {@code spend.lua} and {@code main.lua} read them.
	 */
	Layout layout(KeySpace keys) {
		Map<Integer, Integer> partitions = new LinkedHashMap<>();
		Map<String, Integer> wallets = new HashMap<>();
		List<Call<?>> firsts = new ArrayList<>();
		for (Call<?> call : this.calls) {
			partitions.putIfAbsent(call.partition(), partitions.size() + 1);
			if (wallets.putIfAbsent(call.exchange().wallet(), firsts.size() + 1) == null) {
				firsts.add(call);
			}
		}
		Layout layout = new Layout(keys);
		partitions.keySet().forEach(layout::mode);
		firsts.forEach(layout::state);
		layout.number(partitions.size());
		if (this.calls.get(0).lane() == Lane.SPENDING) {
			this.calls.forEach((call) -> layout.spend(call, number(wallets, call.exchange().wallet())));
			return layout;
		}
		partitions.keySet().forEach(layout::partition);
		layout.number(firsts.size());
		firsts.forEach((call) -> layout.wallet(call, number(partitions, call.partition())));
		this.calls.forEach((call) -> layout.command(call, number(wallets, call.exchange().wallet())));
		return layout;
	}

	private static <K> int number(Map<K, Integer> numbers, K key) {
		return Objects.requireNonNull(numbers.get(key));
	}

	/**
	 * Keys and arguments as they grow.
	 */
	static final class Layout {

		private final KeySpace space;

		private final List<byte[]> keys = new ArrayList<>();

		private final List<byte[]> args = new ArrayList<>();

		private Layout(KeySpace space) {
			this.space = space;
		}

		byte[][] keys() {
			return this.keys.toArray(byte[][]::new);
		}

		byte[][] args() {
			return this.args.toArray(byte[][]::new);
		}

		private void number(int value) {
			this.args.add(KeySpace.utf8(Integer.toString(value)));
		}

		private void mode(int partition) {
			this.keys.add(this.space.mode(partition));
		}

		private void state(Call<?> call) {
			this.keys.add(this.space.state(call.partition(), call.wallet()));
		}

		private void partition(int partition) {
			this.keys.addAll(List.of(this.space.ofPartition(partition)));
		}

		private void wallet(Call<?> call, int partition) {
			this.keys.add(this.space.claims(call.partition(), call.wallet()));
			this.keys.add(this.space.expiry(call.partition(), call.wallet()));
			number(partition);
			this.args.add(call.wallet());
		}

		private void spend(Call<?> call, int wallet) {
			number(wallet);
			this.args.addAll(call.exchange().arguments());
		}

		private void command(Call<?> call, int wallet) {
			this.args.add(call.exchange().verb().word());
			number(wallet);
			number(call.exchange().arguments().size());
			this.args.addAll(call.exchange().arguments());
		}

	}

}
