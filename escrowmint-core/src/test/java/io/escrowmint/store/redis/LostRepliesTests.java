package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.testing.FlakyProxy;
import io.escrowmint.testing.ProxyChaos;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A network that loses replies at random: nothing is applied twice, and what may have
 * been applied is said to be unknown.
 */
@Timeout(600)
class LostRepliesTests {

	private static final long CREDITS = 100_000_000;

	private static final int THREADS = 8;

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final Duration FAULTS = Duration.ofMillis(60);

	@Test
	void unkeyedConsumesAreAppliedOnceOrNotOrUnknown() {
		accountForEveryCall(Duration.ofSeconds(4), 7);
	}

	@Test
	@Tag("soak")
	void unkeyedConsumesAreAccountedForAWhile() {
		for (long seed = 100; seed < 110; seed++) {
			accountForEveryCall(Duration.ofSeconds(30), seed);
		}
	}

	private static void accountForEveryCall(Duration duration, long seed) {
		try (OpenStore direct = OpenStore.on(TestRedis.shared().connectionFactory()).connected();
				FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri());
				OpenStore store = direct.beside(proxy.connectionFactory(), TIMEOUT).connected()) {
			direct.topUp("w", CREDITS);
			AtomicLong acknowledged = new AtomicLong();
			AtomicLong unknown = new AtomicLong();
			AtomicLong unavailable = new AtomicLong();
			during(proxy, duration, seed, (number) -> {
				try {
					assertThat(store.apply(Consume.of("w", 1)).applied()).isTrue();
					acknowledged.incrementAndGet();
				}
				catch (OutcomeUnknownException ex) {
					assertThat(ex.operationId()).isEmpty();
					unknown.incrementAndGet();
				}
				catch (StoreUnavailableException ex) {
					unavailable.incrementAndGet();
				}
			});
			assertThat(acknowledged).hasValueGreaterThan(unknown.get() + unavailable.get());
			assertThat(unknown).hasPositiveValue();
			Awaitility.await().untilAsserted(() -> assertThat(direct.state("w").seq()).isEqualTo(2 + spent(direct)));
			assertThat(spent(direct)).isBetween(acknowledged.get(), acknowledged.get() + unknown.get());
		}
	}

	@Test
	void keyedConsumesAreExactlyOnceWhenAskedAgain() {
		try (OpenStore direct = OpenStore.on(TestRedis.shared().connectionFactory()).connected();
				FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri());
				OpenStore store = direct.beside(proxy.connectionFactory(), TIMEOUT).connected()) {
			direct.topUp("w", CREDITS);
			List<Consume> doubtful = new ArrayList<>();
			AtomicLong sent = during(proxy, Duration.ofSeconds(4), 8, (number) -> {
				Consume consume = Consume.of("w", 1).key("key " + number);
				if (!isAnswered(store, consume)) {
					synchronized (doubtful) {
						doubtful.add(consume);
					}
				}
			});
			doubtful.forEach((consume) -> assertThat(direct.apply(consume).applied()).isTrue());
			assertThat(spent(direct)).isEqualTo(sent.get());
		}
	}

	@Test
	void reservationsAreExactlyOnceWhenAskedAgain() {
		try (OpenStore direct = OpenStore.on(TestRedis.shared().connectionFactory()).connected();
				FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri());
				OpenStore store = direct.beside(proxy.connectionFactory(), TIMEOUT).connected()) {
			direct.topUp("w", CREDITS);
			List<Command<?>> doubtful = new ArrayList<>();
			AtomicLong sent = during(proxy, Duration.ofSeconds(4), 9, (number) -> {
				Reserve reserve = Reserve.of("w", 3, Duration.ofHours(1)).id("id " + number);
				Commit commit = Commit.of("w", "id " + number).actual(2);
				if (!isAnswered(store, reserve) || !isAnswered(store, commit)) {
					synchronized (doubtful) {
						doubtful.add(reserve);
						doubtful.add(commit);
					}
				}
			});
			doubtful.forEach(direct::apply);
			assertThat(spent(direct)).isEqualTo(2 * sent.get());
			assertThat(direct.figures("w").held()).isZero();
			assertThat(direct.figures("w").isLawful()).isTrue();
		}
	}

	@Test
	void storeUnavailableIsNeverApplied() {
		try (OpenStore direct = OpenStore.on(TestRedis.shared().connectionFactory()).connected();
				FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri());
				OpenStore store = direct.beside(proxy.connectionFactory(), Duration.ofMillis(300)).connected()) {
			direct.topUp("w", 100);
			for (int round = 0; round < 3; round++) {
				long before = proxy.counts().refused();
				proxy.refuse(true);
				proxy.cut();
				Awaitility.await().until(() -> proxy.counts().refused() > before);
				assertThatExceptionOfType(StoreUnavailableException.class)
					.isThrownBy(() -> store.apply(Consume.of("w", 1)));
				proxy.refuse(false);
				Awaitility.await().ignoreExceptions().until(() -> store.figures("w") != null);
			}
			assertThat(spent(direct)).isZero();
		}
	}

	@Test
	void shortReconnectIsNotSeenByCallers() {
		try (FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri());
				OpenStore store = OpenStore.on(proxy.connectionFactory()).connected()) {
			store.topUp("w", 100);
			for (int round = 0; round < 10; round++) {
				proxy.cut();
				assertThat(store.apply(Consume.of("w", 1).key("key " + round)).applied()).isTrue();
			}
			assertThat(spent(store)).isEqualTo(10);
		}
	}

	@Test
	void lettuceSaysWhatWeUnderstandAsNotSent() {
		RedisClient client = RedisClient.create(TestRedis.shared().uri());
		try (FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri())) {
			client.setOptions(ClientOptions.builder()
				.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
				.build());
			try (StatefulRedisConnection<String, String> connection = client.connect(proxy.uri())) {
				proxy.refuse(true);
				proxy.cut();
				Awaitility.await().until(() -> !connection.isOpen() || proxy.counts().refused() > 0);
				assertThatExceptionOfType(RedisException.class).isThrownBy(connection.sync()::ping)
					.withMessage("Currently not connected. Commands are rejected.")
					.withMessage(TransportErrors.REJECTED);
			}
		}
		finally {
			client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
		}
	}

	private static boolean isAnswered(OpenStore store, Command<? extends Outcome> command) {
		try {
			assertThat(store.apply(command).applied()).isTrue();
			return true;
		}
		catch (OutcomeUnknownException ex) {
			assertThat(ex.operationId()).isEqualTo(command.identity());
			return false;
		}
		catch (StoreUnavailableException ex) {
			return false;
		}
	}

	private static long spent(OpenStore store) {
		return store.figures("w").spent();
	}

	/**
	 * Calls from several threads while the network breaks, and then says how many calls
	 * there were.
	 */
	private static AtomicLong during(FlakyProxy proxy, Duration duration, long seed, NumberedCall call) {
		AtomicLong numbers = new AtomicLong();
		AtomicBoolean over = new AtomicBoolean();
		try (ProxyChaos chaos = proxy.chaos(seed, FAULTS)) {
			long end = System.nanoTime() + duration.toNanos();
			List<Callable<Void>> callers = IntStream.range(0, THREADS).<Callable<Void>>mapToObj((thread) -> () -> {
				while (!over.get() && System.nanoTime() - end < 0) {
					call.make(numbers.incrementAndGet());
				}
				return null;
			}).toList();
			MixedLoad.inParallel(THREADS, callers::get);
		}
		finally {
			over.set(true);
		}
		assertThat(proxy.counts().faults()).isPositive();
		return numbers;
	}

	/**
	 * A call that knows its number.
	 */
	private interface NumberedCall {

		void make(long number);

	}

}
