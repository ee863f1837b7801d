package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A Redis whose every answer the test gives by hand, so that the executor's races can be
 * arranged.
 */
final class ScriptedRunner implements ScriptRunner {

	private final BlockingQueue<CompletableFuture<List<Object>>> sent = new LinkedBlockingQueue<>();

	@Override
	public CompletionStage<List<Object>> run(Function<ScriptLibrary, Script> choice, byte[][] keys, byte[][] args) {
		CompletableFuture<List<Object>> reply = new CompletableFuture<>();
		this.sent.add(reply);
		return reply;
	}

	CompletableFuture<List<Object>> next() throws InterruptedException {
		return Objects.requireNonNull(nextWithin(Duration.ofSeconds(10)), "no script was sent");
	}

	@Nullable CompletableFuture<List<Object>> nextWithin(Duration patience) throws InterruptedException {
		return this.sent.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
	}

	boolean isQuiet() {
		return this.sent.isEmpty();
	}

	static List<Object> answers(String... lines) {
		return Stream.of(lines).<Object>map(KeySpace::utf8).toList();
	}

	@Override
	public void connect() {
	}

	@Override
	public boolean isSingleServer() {
		return true;
	}

	@Override
	public void close() {
	}

}
