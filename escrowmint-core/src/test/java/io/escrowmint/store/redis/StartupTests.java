package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.escrowmint.model.Consume;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.TopUp;
import io.escrowmint.testing.AclUser;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.KillArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a store finds when it first meets its Redis.
 */
@Timeout(120)
class StartupTests {

	@Test
	void otherNumberOfPartitionsRefusesEveryOperation() {
		LettuceConnectionFactory redis = TestRedis.shared().connectionFactory();
		try (OpenStore first = OpenStore.on(redis).connected();
				OpenStore other = OpenStore.on(redis, first.prefix(), (options) -> options.withPartitions(7))) {
			first.topUp("w", 10);
			assertThatExceptionOfType(StoreMismatchException.class).isThrownBy(other.store()::connect)
				.withMessageContaining("64 partitions, but 7");
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> other.apply(Consume.of("w", 1)))
				.withMessageContaining("64 partitions, but 7");
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> other.state("w"));
			assertThat(first.figures("w").available()).isEqualTo(10);
		}
	}

	@Test
	void storeThatNeverConnectedMeetsTheMismatchWithItsFirstCall() {
		LettuceConnectionFactory redis = TestRedis.shared().connectionFactory();
		try (OpenStore first = OpenStore.on(redis).connected();
				OpenStore other = OpenStore.on(redis, first.prefix(), (options) -> options.withPartitions(7))) {
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> other.apply(TopUp.of("w", 1)))
				.withMessageContaining("64 partitions, but 7");
		}
	}

	@Test
	void storeHealsWhenRedisComesUpLater() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7();
				OpenStore store = OpenStore.on(redis.connectionFactory(),
						(options) -> options.withTimeout(Duration.ofMillis(500)))) {
			assertThat(store.store().connect()).isFalse();
			long start = System.nanoTime();
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> store.apply(TopUp.of("w", 1)));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
			redis.start();
			Awaitility.await().ignoreExceptions().until(() -> store.apply(TopUp.of("w", 1).key("first")).applied());
			try (OpenStore direct = store.beside(redis.connectionFactory(), OpenStore.PATIENCE).connected()) {
				assertThat(direct.figures("w").granted()).isEqualTo(1);
			}
		}
	}

	@Test
	void staticReplicasAreRefused() {
		RedisStaticMasterReplicaConfiguration configuration = new RedisStaticMasterReplicaConfiguration("127.0.0.1",
				TestRedis.shared().port());
		LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration);
		factory.afterPropertiesSet();
		factory.start();
		try (OpenStore store = OpenStore.on(factory)) {
			assertThatExceptionOfType(StoreMismatchException.class).isThrownBy(store.store()::connect)
				.withMessageContaining("static master/replica");
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> store.apply(TopUp.of("w", 1)));
		}
		finally {
			factory.destroy();
		}
	}

	@Test
	void siblingKeepsPasswordDatabaseAndClientName() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7("requirepass secret").start()) {
			RedisStandaloneConfiguration server = new RedisStandaloneConfiguration(redis.host(), redis.port());
			server.setPassword("secret");
			server.setDatabase(3);
			LettuceConnectionFactory factory = new LettuceConnectionFactory(server,
					LettuceClientConfiguration.builder().clientName("billing").shutdownTimeout(Duration.ZERO).build());
			factory.afterPropertiesSet();
			factory.start();
			try (OpenStore store = OpenStore.on(factory).connected();
					StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
				store.topUp("w", 10);
				assertThat(administrator.sync()
					.clientList()
					.lines()
					.filter((line) -> line.contains("name=billing") && line.contains("db=3"))).isNotEmpty();
				administrator.sync().clientKill(KillArgs.Builder.typeNormal().skipme());
				Awaitility.await()
					.ignoreExceptions()
					.until(() -> store.apply(Consume.of("w", 1).key("after the cut")).applied());
				assertThat(administrator.sync().dbsize()).isZero();
				administrator.sync().select(3);
				assertThat(administrator.sync().dbsize()).isPositive();
			}
			finally {
				factory.destroy();
			}
		}
	}

	@Test
	void userOfThePrefixIsEnough() {
		String prefix = "mine-" + UUID.randomUUID();
		try (AclUser user = AclUser.createWithoutInfo(TestRedis.shared().uri(), prefix);
				OpenStore store = OpenStore.on(user.connectionFactory(), prefix, (options) -> options).connected()) {
			EngineSmokeTests.assertEveryVerbWorks(store);
		}
	}

	@Test
	void foreignMetaKeyIsNotOverwritten() {
		try (OpenStore store = OpenStore.on(TestRedis.shared().connectionFactory(),
				(options) -> options.withTimeout(Duration.ofMillis(300)));
				RawRedis raw = new RawRedis(TestRedis.shared().client(), store)) {
			raw.commands().set(store.keys().meta(), RawRedis.bytes("foreign"));
			assertThat(store.store().connect()).isFalse();
			assertThat(List.of(raw.commands().get(store.keys().meta()))).containsExactly(RawRedis.bytes("foreign"));
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> store.apply(TopUp.of("w", 1)));
		}
	}

}
