package io.escrowmint.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Counts the instructions that the server spends on a call, by Valgrind's callgrind. A
 * busy machine counts as a quiet one does, so that a change of a few percent is seen.
 * What it does not see: the kernel, and memory that is slow to reach.
 */
public final class ServerInstructions implements AutoCloseable {

	private static final List<Integer> THREADS = List.of(1, 64);

	private static final int CALLS = 1_000;

	private final Path folder = Files.createTempDirectory("callgrind");

	private final BenchmarkRedis redis = BenchmarkRedis.watched(List.of("valgrind", "--tool=callgrind", "--quiet",
			"--callgrind-out-file=" + this.folder.resolve("profile")));

	private final String pid = this.redis.pid();

	private ServerInstructions() throws IOException {
	}

	/**
	 * Counts and prints.
	 * @param arguments {@code --only}, as with the other benchmarks
	 * @throws Exception if Redis or Valgrind fails
	 */
	public static void main(String[] arguments) throws Exception {
		Options options = Options.parse(arguments);
		try (ServerInstructions counts = new ServerInstructions()) {
			System.out.println(LoadHarness.machine(counts.redis));
			System.out.println("| contender | threads | wallets | instructions a call |");
			System.out.println("|---|--:|---|--:|");
			for (Contender contender : LoadHarness.contenders(options, counts.redis.uri())) {
				counts.count(contender);
			}
		}
		// a peer may leave threads behind
		System.exit(0);
	}

	private void count(Contender contender) throws Exception {
		for (int threads : THREADS) {
			for (Shape shape : contender.hasWallets() ? Shape.values() : new Shape[] { Shape.HOT }) {
				call(contender, threads,
						IntStream.range(0, Contender.WALLETS).map((wallet) -> (shape == Shape.SPREAD) ? wallet : 0));
				control("--zero");
				call(contender, threads, IntStream.generate(shape::next).limit(CALLS));
				control("--dump");
				System.out.printf(Locale.ROOT, "| %s | %d | %s | %,d |%n", contender.name(), threads,
						contender.hasWallets() ? shape.word() : "-", lastTotal() / CALLS);
			}
		}
	}

	private static void call(Contender contender, int threads, IntStream wallets) throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(threads);
		try {
			List<Callable<Object>> calls = new ArrayList<>();
			wallets.forEach((wallet) -> calls.add(() -> {
				contender.call(wallet);
				return contender;
			}));
			for (Future<Object> call : callers.invokeAll(calls)) {
				call.get();
			}
		}
		finally {
			callers.shutdownNow();
		}
	}

	private void control(String order) throws IOException, InterruptedException {
		Process process = new ProcessBuilder("callgrind_control", order, this.pid).redirectErrorStream(true).start();
		String answer = new String(process.getInputStream().readAllBytes());
		if (process.waitFor() != 0) {
			throw new IllegalStateException("callgrind_control " + order + ": " + answer);
		}
	}

	/**
	 * Reads what was dumped last; each dump is a file of its own.
	 */
	private long lastTotal() throws IOException {
		try (Stream<Path> files = Files.list(this.folder)) {
			Path last = files.max(Comparator.comparing((file) -> file.toFile().lastModified())).orElseThrow();
			try (Stream<String> lines = Files.lines(last)) {
				return lines.filter((line) -> line.startsWith("totals: "))
					.map((line) -> Long.valueOf(line.substring("totals: ".length())))
					.findFirst()
					.orElseThrow();
			}
		}
	}

	@Override
	public void close() throws Exception {
		this.redis.close();
		List<Path> files = new ArrayList<>();
		try (Stream<Path> found = Files.walk(this.folder)) {
			found.forEach(files::add);
		}
		files.sort(Comparator.reverseOrder());
		for (Path file : files) {
			Files.deleteIfExists(file);
		}
	}

}
