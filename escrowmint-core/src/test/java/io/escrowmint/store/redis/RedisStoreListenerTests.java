package io.escrowmint.store.redis;

import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.model.Consume;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the engine tells of itself, and what a listener cannot break.
 */
@Timeout(60)
class RedisStoreListenerTests {

	private final AtomicInteger sent = new AtomicInteger();

	private final AtomicInteger reloaded = new AtomicInteger();

	@Test
	void callsAndReloadedScriptsAreTold() {
		try (OpenStore open = OpenStore.patient()) {
			open.topUp("w", 10);
			open.store().listen(new Counting());
			open.apply(Consume.of("w", 1));
			assertThat(this.sent).hasValue(1);
			forgetScripts();
			open.apply(Consume.of("w", 1));
			assertThat(this.sent).hasValue(2);
			assertThat(this.reloaded).hasPositiveValue();
		}
	}

	@Test
	void listenerThatFailsBreaksNoCall() {
		try (OpenStore open = OpenStore.patient()) {
			open.topUp("w", 10);
			open.store().listen(new Failing());
			forgetScripts();
			CorruptStateTests.assertApplied(open.apply(Consume.of("w", 1)));
			assertThat(open.state("w").available()).isEqualTo(9);
		}
	}

	private static void forgetScripts() {
		try (StatefulRedisConnection<String, String> connection = TestRedis.shared().client().connect()) {
			connection.sync().scriptFlush();
		}
	}

	private final class Counting implements RedisStoreListener {

		@Override
		public void sent(int calls) {
			RedisStoreListenerTests.this.sent.addAndGet(calls);
		}

		@Override
		public void scriptReloaded() {
			RedisStoreListenerTests.this.reloaded.incrementAndGet();
		}

	}

	private static final class Failing implements RedisStoreListener {

		@Override
		public void sent(int calls) {
			throw new NoClassDefFoundError("on purpose");
		}

		@Override
		public void scriptReloaded() {
			throw new IllegalStateException("on purpose");
		}

	}

}
