package io.escrowmint.store.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import io.escrowmint.store.redis.Verb.Lane;

/**
 * Calls that travel together in one script, and the keys and arguments they share.
 */
final class Batch {

	private static final Comparator<Call<?>> BY_WALLET = Comparator.<Call<?>>comparingInt(Call::partition)
		.thenComparing((call) -> call.exchange().wallet());

	private static final byte[] EVENTS_NEEDED = { 'Q' };

	private final List<Call<?>> calls;

	private final Lane lane;

	private final boolean wide;

	Batch(List<Call<?>> calls) {
		this.calls = calls;
		this.lane = calls.get(0).lane();
		if (calls.size() > 1 && this.lane.isPlain()) {
			calls.sort(BY_WALLET);
		}
		this.wide = 2 * runs(calls, (call) -> call.exchange().wallet()).size() > calls.size();
	}

	List<Call<?>> calls() {
		return this.calls;
	}

	/**
	 * Tells whether the calls are for about as many wallets, of which each costs the
	 * server something.
	 */
	boolean isWide() {
		return this.wide;
	}

	boolean isOverdue(long now) {
		for (Call<?> call : this.calls) {
			if (!call.isDone() && !call.isOverdue(now)) {
				return false;
			}
		}
		return true;
	}

	Script script(ScriptLibrary scripts) {
		boolean lone = this.calls.size() == 1 && !this.lane.isPlain();
		return lone ? scripts.own(this.calls.get(0).exchange().verb()) : scripts.lane(this.lane);
	}

	/**
	 * Tells whether a script replied to these calls: so much for each, or that it needs
	 * the keys of events for all.
	 */
	boolean isAnsweredBy(List<Object> replies) {
		return replies.size() == this.calls.size() * this.lane.answers() || asksForEvents(replies);
	}

	private boolean asksForEvents(List<Object> replies) {
		return this.lane.isPlain() && replies.size() == 1 && replies.get(0) instanceof byte[] word
				&& Arrays.equals(word, EVENTS_NEEDED);
	}

	/**
	 * Reads what a call was replied.
	 * @param replies to all calls
	 * @param index the place of the call
	 */
	Reply reply(List<Object> replies, int index) {
		int begin = asksForEvents(replies) ? 0 : index * this.lane.answers();
		Object first = replies.get(begin);
		return (this.lane.isPlain() && first instanceof Long)
				? plain(index).reply(replies.subList(begin, begin + this.lane.answers())) : Reply.of(first);
	}

	private Plain plain(int index) {
		return Objects.requireNonNull(this.calls.get(index).plain());
	}

	/**
	 * Lays out keys and arguments as the script reads them.
	 * @param keys the names of the keys
	 * @param events whether plain commands are to write events
	 */
	Layout layout(KeySpace keys, boolean events) {
		return this.lane.isPlain() ? plainLayout(keys, events) : fullLayout(keys);
	}

	/**
	 * Lays out plain calls as {@code plain.lua} reads them: wallet after wallet,
	 * partition after partition. Consumes without events need nothing of their
	 * partitions, so that they are taken for one.
	 */
	private Layout plainLayout(KeySpace keys, boolean events) {
		Layout layout = new Layout(keys);
		PackedWriter plan = new PackedWriter();
		boolean together = this.lane == Lane.SPENDING && !events;
		List<List<List<Call<?>>>> partitions = (together ? List.of(this.calls) : runs(this.calls, Call::partition))
			.stream()
			.map((calls) -> runs(calls, (call) -> call.exchange().wallet()))
			.toList();
		plan.number(events ? 1 : 0).number(partitions.size());
		int first = this.calls.get(0).partition();
		if (events) {
			partitions.forEach((wallets) -> layout.mode(wallets.get(0).get(0).partition()));
		}
		else if (first == this.calls.get(this.calls.size() - 1).partition()) {
			layout.mode(first);
		}
		else {
			layout.announcement();
		}
		for (List<List<Call<?>>> wallets : partitions) {
			plan.number(wallets.size());
			wallets.forEach((calls) -> layout.plain(plan, calls));
		}
		partitions.forEach((wallets) -> layout.partition(wallets.get(0).get(0).partition(), this.lane, events));
		layout.args.add(plan.bytes());
		return layout;
	}

	/**
	 * Cuts a list where a property of its elements changes.
	 */
	private static List<List<Call<?>>> runs(List<Call<?>> calls, Function<Call<?>, Object> property) {
		List<List<Call<?>>> runs = new ArrayList<>();
		int begin = 0;
		for (int end = 1; end <= calls.size(); end++) {
			if (end == calls.size() || !property.apply(calls.get(end)).equals(property.apply(calls.get(begin)))) {
				runs.add(calls.subList(begin, end));
				begin = end;
			}
		}
		return runs;
	}

	private Layout fullLayout(KeySpace keys) {
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

		private void announcement() {
			this.keys.add(this.space.announcement());
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

		private void partition(int partition, Lane lane, boolean events) {
			this.keys.addAll(List.of(this.space.ofPartition(partition, lane, events)));
		}

		private void plain(PackedWriter plan, List<Call<?>> calls) {
			byte[] wallet = calls.get(0).wallet();
			state(calls.get(0));
			plan.number(calls.size());
			calls.forEach((call) -> Objects.requireNonNull(call.plain()).writeTo(plan, wallet));
		}

		private void command(Call<?> call, int wallet) {
			this.args.add(call.exchange().verb().word());
			number(wallet);
			List<byte[]> arguments = call.exchange().arguments().get();
			number(arguments.size());
			this.args.addAll(arguments);
		}

	}

}
