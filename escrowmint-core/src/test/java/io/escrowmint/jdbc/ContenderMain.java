package io.escrowmint.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.zaxxer.hikari.HikariDataSource;
import io.escrowmint.jdbc.Contender.Tools;
import io.escrowmint.testing.TestDatabase;

/**
 * A process of {@link ContentionContract}: waits for a line, then each of its workers
 * increments every account and inserts the same row.
 */
final class ContenderMain {

	static final int INCREMENTS = 10;

	private ContenderMain() {
	}

	public static void main(String[] arguments) throws Exception {
		System.out.println("inserted " + contend(arguments[0], Integer.parseInt(arguments[1]), () -> {
			System.out.println("ready");
			return System.in.read();
		}));
	}

	/**
	 * Lets workers contend once the start is given, and answers how many of them inserted
	 * the row.
	 */
	static int contend(String url, int workers, Callable<Integer> start) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(workers);
		try (HikariDataSource pool = TestDatabase.pool(url, workers + 1)) {
			Tools tools = Tools.of(pool);
			tools.read(Contender.ROW_LOCK, "balance");
			start.call();
			return sum(executor, workers, () -> work(tools));
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static int work(Tools tools) {
		boolean inserted = tools.retry()
			.execute(() -> tools.inserts()
				.insert("request", Columns.of("id", newId()).and("request_key", "raced"), "uq_request_key"));
		for (Contender contender : Contender.values()) {
			for (int i = 0; i < INCREMENTS; i++) {
				tools.retry().run(() -> contender.increment(tools));
			}
		}
		return inserted ? 1 : 0;
	}

	private static long newId() {
		return ProcessHandle.current().pid() * 1_000_000 + Thread.currentThread().getId();
	}

	private static int sum(ExecutorService executor, int workers, Callable<Integer> work) throws Exception {
		List<Future<Integer>> results = new ArrayList<>();
		for (int i = 0; i < workers; i++) {
			results.add(executor.submit(work));
		}
		int sum = 0;
		for (Future<Integer> result : results) {
			sum += result.get();
		}
		return sum;
	}

}
