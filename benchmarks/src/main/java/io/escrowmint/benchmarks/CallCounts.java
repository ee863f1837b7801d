package io.escrowmint.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.Extend;
import io.escrowmint.model.Query;
import io.escrowmint.model.Refund;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.Withdraw;

/**
 * How many Redis calls a lone script of each verb makes, by the server's own count, once
 * the records of the partition exist.
 */
final class CallCounts {

	private static final Duration TTL = Duration.ofMinutes(5);

	private static final String WALLET = "wallet:123";

	private final RedisCosts costs;

	private final Map<String, String> quiet = new LinkedHashMap<>();

	private final Map<String, String> loud = new LinkedHashMap<>();

	private Map<String, String> current = this.quiet;

	private int number;

	CallCounts(RedisCosts costs) {
		this.costs = costs;
		// Redis gets to know each script with its first call, which is not counted
		count();
		count();
		RedisCosts.await(costs.store().events().enable(true));
		this.current = this.loud;
		count();
		RedisCosts.await(costs.store().events().enable(false));
		costs.clear();
	}

	private void count() {
		this.costs.topUp(WALLET);
		// the first of each kind finds no generation of records yet
		this.costs.apply(Consume.of(WALLET, 1).key(key()));
		hold();
		this.costs.apply(Commit.of(WALLET, hold()));
		of("tryConsume", () -> this.costs.apply(Consume.of(WALLET, 1)));
		String key = key();
		of("tryConsume, key", () -> this.costs.apply(Consume.of(WALLET, 1).key(key)));
		of("tryConsume, key, replayed", () -> this.costs.apply(Consume.of(WALLET, 1).key(key)));
		of("topUp", () -> this.costs.apply(TopUp.of(WALLET, 10)));
		of("topUp, key", () -> this.costs.apply(TopUp.of(WALLET, 10).key(key())));
		of("withdraw", () -> this.costs.apply(Withdraw.of(WALLET, 1)));
		of("refund", () -> this.costs.apply(Refund.of(WALLET, 1)));
		reservations();
		leases();
		of("state", () -> RedisCosts.await(this.costs.store().query(new Query.OfWallet(WALLET))));
		sweep();
	}

	private void reservations() {
		Reserve reserve = Reserve.of(WALLET, 2, TTL);
		String id = reserve.id().value();
		of("reserve", () -> this.costs.apply(reserve));
		of("extend", () -> this.costs.apply(Extend.of(WALLET, id, TTL.plusMinutes(1))));
		of("reservation", () -> RedisCosts.await(this.costs.store().query(new Query.OfReservation(WALLET, id))));
		of("commit", () -> this.costs.apply(Commit.of(WALLET, id)));
		of("commit, replayed", () -> this.costs.apply(Commit.of(WALLET, id)));
		String other = hold();
		of("cancel", () -> this.costs.apply(Cancel.of(WALLET, other)));
	}

	private void leases() {
		AllocateLease lease = AllocateLease.of(WALLET, 100, TTL, "owner");
		String id = lease.id().value();
		of("allocateLease", () -> this.costs.apply(lease));
		of("consumeLease", () -> this.costs.apply(ConsumeLease.of(WALLET, id, "owner", 1)));
		of("reportLease", () -> this.costs.apply(ReportLease.of(WALLET, id, "owner", 7)));
		of("renewLease", () -> this.costs.apply(RenewLease.of(WALLET, id, "owner", TTL.plusMinutes(1))));
		of("releaseLease", () -> this.costs.apply(ReleaseLease.of(WALLET, id, "owner")));
	}

	/**
	 * One pass of the sweeper over a partition with one due wallet: the script that asks
	 * who is due, and the touch.
	 */
	private void sweep() {
		this.costs.apply(Reserve.of(WALLET, 2, Duration.ofMillis(1)));
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
		int partition = this.costs.store().events().partitionOf(WALLET);
		of("due + touch, one expired hold", () -> RedisCosts.await(this.costs.store().sweep(partition, 10)));
		of("due, nothing to do", () -> RedisCosts.await(this.costs.store().sweep(partition, 10)));
	}

	private String hold() {
		Reserve reserve = Reserve.of(WALLET, 2, TTL);
		this.costs.apply(reserve);
		return reserve.id().value();
	}

	private String key() {
		return "order-2026-11-" + (100_000 + this.number++);
	}

	private void of(String verb, Runnable work) {
		Map<String, Long> before = calls();
		work.run();
		Map<String, Long> delta = new TreeMap<>();
		calls().forEach((command, calls) -> {
			long more = calls - before.getOrDefault(command, 0L);
			if (more > 0 && !command.equals("info")) {
				delta.put(command.toUpperCase(Locale.ROOT), more);
			}
		});
		long scripts = delta.getOrDefault("EVALSHA", 0L) + delta.getOrDefault("EVAL", 0L);
		delta.keySet().removeIf((command) -> command.startsWith("EVAL"));
		long calls = delta.values().stream().mapToLong(Long::longValue).sum();
		String list = delta.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + ((entry.getValue() > 1) ? " x" + entry.getValue() : ""))
			.collect(Collectors.joining(", "));
		this.current.put(verb, calls + ((scripts > 1) ? " in " + scripts + " scripts" : "") + ": " + list);
	}

	private Map<String, Long> calls() {
		Map<String, Long> calls = new TreeMap<>();
		this.costs.redis()
			.info("commandstats")
			.lines()
			.filter((line) -> line.startsWith("cmdstat_"))
			.forEach((line) -> {
				String name = line.substring("cmdstat_".length(), line.indexOf(':'));
				String count = line.substring(line.indexOf("calls=") + "calls=".length(), line.indexOf(','));
				calls.put(name, Long.parseLong(count));
			});
		return calls;
	}

	String table() {
		List<String> lines = new ArrayList<>();
		lines.add("");
		lines.add("| lone script | Redis calls, events off | events on |");
		lines.add("|---|---|---|");
		this.quiet
			.forEach((verb, calls) -> lines.add("| " + verb + " | " + calls + " | " + this.loud.get(verb) + " |"));
		return String.join("\n", lines);
	}

	String json() {
		return this.quiet.keySet()
			.stream()
			.map((verb) -> String.format("{\"script\": \"%s\", \"eventsOff\": \"%s\", \"eventsOn\": \"%s\"}", verb,
					this.quiet.get(verb), this.loud.get(verb)))
			.collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"));
	}

}
