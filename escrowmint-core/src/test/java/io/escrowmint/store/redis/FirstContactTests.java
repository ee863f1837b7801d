package io.escrowmint.store.redis;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;

import io.escrowmint.store.StoreOptions;
import io.lettuce.core.RedisException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The first words with a Redis survive a connection that is not quite there.
 */
class FirstContactTests {

	private final Queue<Throwable> failures = new ArrayDeque<>();

	private String exact = "1";

	private final FirstContact contact = new FirstContact(new RedisStoreOptions(StoreOptions.DEFAULTS, "p"),
			new KeySpace("p", StoreOptions.DEFAULTS.partitions()),
			(options, flags) -> new ScriptLibrary(options, flags, UnaryOperator.identity()), () -> {
			});

	@Test
	void connectionThatIsSaidNotToStandYetIsAskedAgain() throws Exception {
		this.failures.add(new RedisException(TransportErrors.REJECTED));
		this.failures.add(new RedisException(TransportErrors.REJECTED));
		assertThat(this.contact.check(this::send, false).all()).isNotEmpty();
		assertThat(this.failures).isEmpty();
	}

	@Test
	void lostAnswerIsNotWaitedForAgain() {
		this.failures.add(new RedisException("Connection disconnected"));
		this.failures.add(new RedisException("never heard"));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> this.contact.check(this::send, false));
		assertThat(this.failures).hasSize(1);
	}

	@Test
	void serverThatCutsOffNumbersIsRefused() {
		this.exact = "0";
		assertThatExceptionOfType(StoreMismatchException.class).isThrownBy(() -> this.contact.check(this::send, false))
			.withMessageContaining("32 bits");
	}

	private CompletableFuture<List<Object>> send(Script script, byte[][] keys, byte[][] args) {
		Throwable failure = this.failures.poll();
		return (failure != null) ? CompletableFuture.failedFuture(failure)
				: CompletableFuture.completedFuture(
						List.of(KeySpace.utf8("2"), KeySpace.utf8(Integer.toString(StoreOptions.DEFAULTS.partitions())),
								KeySpace.utf8(this.exact)));
	}

}
