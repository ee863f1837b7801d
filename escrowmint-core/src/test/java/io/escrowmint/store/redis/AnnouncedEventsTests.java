package io.escrowmint.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Consume;
import io.escrowmint.model.Reserve;
import io.escrowmint.store.EventLog;
import io.escrowmint.testing.JedisClients;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.ScriptOutputType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plain calls that bring wallets of several partitions look at one key instead of as many
 * modes. It is there whenever a mode is, whoever set that.
 */
@Timeout(120)
class AnnouncedEventsTests {

	private static final int WALLETS = 20;

	private static final String TEN_MINUTES_AGO = "600001";

	private final Together together = Together.on(TestRedis.shared().uri(), UnaryOperator.identity());

	private final OpenStore store = this.together.store();

	private final RawRedis raw = this.together.raw();

	@AfterEach
	void close() {
		this.raw.close();
		this.together.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void batchOfManyPartitionsTellsAReaderFromThenOn(boolean sameDriver) throws Exception {
		wallets().forEach((wallet) -> this.store.topUp(wallet, 10));
		CorruptStateTests.assertApplied(this.together.answers(consumes()).toArray());
		assertThat(eventsOfWallets()).isZero();
		JedisConnectionFactory jedis = JedisClients.start(TestRedis.shared().host(), TestRedis.shared().port());
		RedisConnectionFactory other = sameDriver ? TestRedis.shared().connectionFactory() : jedis;
		try (RedisQuotaStore readers = RedisQuotaStore.create(other,
				new RedisStoreOptions(this.store.options(), this.store.prefix()))) {
			OpenStore.join(readers.events().register("reader").toCompletableFuture());
		}
		finally {
			jedis.destroy();
		}
		CorruptStateTests.assertApplied(this.together.answers(consumes()).toArray());
		// each with the snapshot that its wallet's first event begins with
		assertThat(eventsOfWallets()).isEqualTo(2 * WALLETS);
		List<Reserve> holds = wallets().stream().map((wallet) -> Reserve.of(wallet, 1, OpenStore.PATIENCE)).toList();
		CorruptStateTests.assertApplied(this.together.answers(holds.toArray()).toArray());
		CorruptStateTests.assertApplied(this.together
			.answers(holds.stream().map((hold) -> Cancel.of(hold.wallet(), hold.id().value())).toArray())
			.toArray());
		assertThat(eventsOfWallets()).isEqualTo(4 * WALLETS);
	}

	@Test
	void firstContactAnnouncesWhatWasLaidThereWithoutIt() {
		wallets().forEach((wallet) -> this.store.topUp(wallet, 10));
		this.raw.commands().set(this.raw.mode("wallet 7"), RawRedis.bytes("1000"));
		try (OpenStore later = this.store.beside(TestRedis.shared().connectionFactory()).connected()) {
			assertThat(this.raw.commands().exists(later.keys().announcement())).isOne();
		}
		CorruptStateTests.assertApplied(this.together.answers(consumes()).toArray());
		assertThat(eventsOfWallets()).isPositive();
	}

	@Test
	void firstContactForgetsWhatIsLongOver() {
		EventLog events = this.store.store().events();
		byte[] announcement = this.store.keys().announcement();
		OpenStore.join(events.enable(true).toCompletableFuture());
		OpenStore.join(events.enable(false).toCompletableFuture());
		this.store.beside(TestRedis.shared().connectionFactory()).connected().close();
		assertThat(this.raw.commands().exists(announcement)).as("its modes may be on their way").isOne();
		long old = this.raw.now() - Long.parseLong(TEN_MINUTES_AGO);
		this.raw.commands().set(announcement, RawRedis.bytes(Long.toString(old)));
		OpenStore.join(events.enable(true).toCompletableFuture());
		this.raw.commands().set(announcement, RawRedis.bytes(Long.toString(old)));
		this.store.beside(TestRedis.shared().connectionFactory()).connected().close();
		assertThat(this.raw.commands().exists(announcement)).as("events are written").isOne();
		OpenStore.join(events.enable(false).toCompletableFuture());
		this.store.beside(TestRedis.shared().connectionFactory()).connected().close();
		assertThat(this.raw.commands().exists(announcement)).isZero();
	}

	@Test
	void thousandsOfPartitionsAreReviewed() {
		String text = ScriptLibrary.load("events-review");
		byte[] last = RawRedis.bytes(this.store.prefix() + " last");
		byte[][] keys = IntStream.rangeClosed(0, 16_384)
			.mapToObj((number) -> RawRedis.bytes(this.store.prefix() + " key " + number))
			.toArray(byte[][]::new);
		keys[keys.length - 1] = last;
		List<byte[]> none = this.raw.commands().eval(text, ScriptOutputType.MULTI, keys, RawRedis.bytes("1"));
		assertThat(none).containsExactly(RawRedis.bytes("0"));
		this.raw.commands().set(last, RawRedis.bytes("1000"));
		List<byte[]> written = this.raw.commands().eval(text, ScriptOutputType.MULTI, keys, RawRedis.bytes("1"));
		assertThat(written).containsExactly(RawRedis.bytes("1"));
	}

	private static List<String> wallets() {
		return IntStream.range(0, WALLETS).mapToObj((number) -> "wallet " + number).toList();
	}

	private static Object[] consumes() {
		return wallets().stream().<Command<?>>map((wallet) -> Consume.of(wallet, 1)).toArray();
	}

	private long eventsOfWallets() {
		EventLog events = this.store.store().events();
		List<String> told = new ArrayList<>();
		for (int partition = 0; partition < events.partitions(); partition++) {
			OpenStore.join(events.read(partition, null, 1_000).toCompletableFuture())
				.forEach((frame) -> frame.events().forEach((event) -> told.add(event.wallet())));
		}
		return told.stream().filter(wallets()::contains).count();
	}

}
