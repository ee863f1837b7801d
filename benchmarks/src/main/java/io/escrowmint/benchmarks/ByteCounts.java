package io.escrowmint.benchmarks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;

/**
 * How many bytes of Redis a thing takes, by {@code MEMORY USAGE} over all elements: keys,
 * values and what Redis adds to them.
 */
final class ByteCounts {

	private static final Duration TTL = Duration.ofHours(1);

	private static final String WALLET = "wallet:123";

	private static final int FEW = 1_000;

	private static final int MANY = 100_000;

	private static final int IN_FLIGHT = 500;

	private final RedisCosts costs;

	private final List<Row> rows = new ArrayList<>();

	ByteCounts(RedisCosts costs) {
		this.costs = costs;
		wallets();
		spilled();
		receipts();
		keys("idempotency record, key of 20 characters", (index) -> "order-2026-11-" + (100_000 + index));
		keys("idempotency record, key of 36 characters", (index) -> new UUID(index * 31L, index * 17L).toString());
	}

	/**
	 * A thousand wallets of their own names, idle, then with one hold each, then with
	 * eight.
	 */
	private void wallets() {
		all(FEW, (index) -> TopUp.of("wallet:" + (123 + index), 1_000_000));
		long idle = this.costs.bytes(":{*");
		add("idle wallet", idle, FEW, 160);
		long controls = all();
		for (int holds = 1; holds <= 8; holds++) {
			all(FEW, (index) -> Reserve.of("wallet:" + (123 + index), 2, TTL));
			if (holds == 1) {
				add("open hold, the only one of its wallet", all() - controls, FEW, 160);
			}
		}
		add("open hold, one of eight of its wallet", all() - controls, 8 * FEW, 160);
		this.costs.clear();
	}

	private void spilled() {
		this.costs.topUp(WALLET);
		all(MANY, (index) -> Reserve.of(WALLET, 2, TTL));
		add("open hold, 100,000 on one wallet", all(), MANY, 250);
		this.costs.clear();
	}

	private void receipts() {
		this.costs.topUp(WALLET);
		long before = all();
		Queue<Reserve> holds = new ArrayDeque<>();
		for (int index = 0; index < MANY; index++) {
			holds.add(Reserve.of(WALLET, 2, TTL));
		}
		for (int done = 0; done < MANY; done += 10) {
			List<Reserve> some = new ArrayList<>();
			for (int index = 0; index < 10; index++) {
				some.add(holds.remove());
			}
			all(10, some::get);
			all(10, (index) -> Commit.of(WALLET, some.get(index).id().value()));
		}
		add("receipt, reservation named by the library", all() - before, MANY, 120);
		this.costs.clear();
	}

	private void keys(String what, IntFunction<String> key) {
		this.costs.topUp(WALLET);
		long before = all();
		all(MANY, (index) -> Consume.of(WALLET, 1).key(key.apply(index)));
		add(what, all() - before, MANY, 180);
		this.costs.clear();
	}

	private long all() {
		return this.costs.bytes(":{*");
	}

	private <R extends Outcome> void all(int count, IntFunction<Command<R>> command) {
		Queue<CompletableFuture<R>> underway = new ArrayDeque<>();
		for (int index = 0; index < count; index++) {
			underway.add(this.costs.store().execute(command.apply(index)).toCompletableFuture());
			if (underway.size() == IN_FLIGHT) {
				applied(underway.remove());
			}
		}
		underway.forEach(ByteCounts::applied);
	}

	private static void applied(CompletableFuture<? extends Outcome> outcome) {
		if (!outcome.join().applied()) {
			throw new IllegalStateException("Refused: " + outcome.join());
		}
	}

	private void add(String what, long bytes, int count, int goal) {
		this.rows.add(new Row(what, (double) bytes / count, goal));
	}

	String table() {
		List<String> lines = new ArrayList<>();
		lines.add("");
		lines.add("| thing | bytes | goal | |");
		lines.add("|---|--:|--:|---|");
		this.rows.forEach((row) -> lines.add(String.format(Locale.ROOT, "| %s | %.0f | %d | %s |", row.what, row.bytes,
				row.goal, (row.bytes <= row.goal) ? "met" : "MISSED")));
		return String.join("\n", lines);
	}

	String json() {
		return this.rows.stream()
			.map((row) -> String.format(Locale.ROOT, "{\"thing\": \"%s\", \"bytes\": %.1f, \"goal\": %d}", row.what,
					row.bytes, row.goal))
			.collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"));
	}

	private record Row(String what, double bytes, int goal) {

	}

}
