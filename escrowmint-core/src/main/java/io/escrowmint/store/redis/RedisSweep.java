package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.escrowmint.store.StoreArguments;
import io.escrowmint.store.SweepPage;

/**
 * Finds due wallets of a partition and touches them. Any number of processes may do it at
 * once: a touch reclaims what has expired and nothing else.
 */
final class RedisSweep {

	private static final Script DUE = Script.of("due", ScriptLibrary.load("due"));

	private final ScriptRunner runner;

	private final CoalescingExecutor executor;

	private final KeySpace keys;

	private final Duration timeout;

	RedisSweep(ScriptRunner runner, CoalescingExecutor executor, KeySpace keys, Duration timeout) {
		this.runner = runner;
		this.timeout = timeout;
		this.executor = executor;
		this.keys = keys;
	}

	CompletionStage<SweepPage> sweep(int partition, int limit) {
		byte[][] due = { this.keys.due(StoreArguments.partition(partition, this.keys.partitions())) };
		byte[][] args = { KeySpace.utf8(Integer.toString(StoreArguments.limit(limit))) };
		return Repeating.run(this.runner, this.timeout, DUE, due, args).thenCompose(this::touch);
	}

	private CompletionStage<SweepPage> touch(List<Object> due) {
		Duration lag = Duration.ofMillis(Long.parseLong(text(due.get(0))));
		boolean more = text(due.get(1)).equals("1");
		List<CompletableFuture<SweepPage>> touched = new ArrayList<>();
		for (Object wallet : due.subList(2, due.size())) {
			touched.add(this.executor.execute(touch(text(wallet)))
				.exceptionally((failure) -> new SweepPage(0, 0, 1, Duration.ZERO, false)));
		}
		return CompletableFuture.allOf(touched.toArray(CompletableFuture[]::new))
			.thenApply((done) -> touched.stream()
				.map(CompletableFuture::join)
				.reduce(new SweepPage(0, 0, 0, lag, more), SweepPage::plus));
	}

	private static Exchange<SweepPage> touch(String wallet) {
		return new Exchange<>(Verb.TOUCH, wallet, List::of, null, true, null,
				(reply) -> new SweepPage(1, reply.number(1), 0, Duration.ZERO, reply.flag(2)));
	}

	private static String text(Object value) {
		return new String((byte[]) value, StandardCharsets.UTF_8);
	}

}
