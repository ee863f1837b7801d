package io.escrowmint.store.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.escrowmint.contract.Engine;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.ExpirySource;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.WalletRecovery;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The Redis engine on a real server, under a prefix of its own. Its scripts read a clock
 * that lies beside the partition's keys instead of the server's.
 */
final class RedisEngine implements Engine {

	private final RedisConnectionFactory factory;

	private final RedisStoreOptions options;

	private final KeySpace keys;

	private final RedisQuotaStore store;

	private Instant now = START;

	RedisEngine(RedisConnectionFactory factory, StoreOptions options) {
		this(factory, options, "test-" + UUID.randomUUID());
	}

	RedisEngine(RedisConnectionFactory factory, StoreOptions options, String prefix) {
		this.factory = factory;
		this.options = new RedisStoreOptions(options, prefix);
		this.keys = new KeySpace(prefix, options.partitions());
		setClock(START);
		this.store = RedisQuotaStore.create(factory, this.options, TestScripts::withTestClock);
		if (!this.store.connect()) {
			throw new IllegalStateException("The test server cannot be reached");
		}
	}

	/**
	 * An engine whose keys all begin with a prefix that others share.
	 */
	static RedisEngine underCommonPrefix(RedisConnectionFactory factory, StoreOptions options, String prefix) {
		return new RedisEngine(factory, options, prefix + ":" + UUID.randomUUID());
	}

	private void setClock(Instant time) {
		this.now = time;
		byte[] millis = KeySpace.utf8(Long.toString(time.toEpochMilli()));
		try (RedisConnection connection = this.factory.getConnection()) {
			connection.openPipeline();
			for (int partition = 0; partition < this.keys.partitions(); partition++) {
				byte[] control = this.keys.control(partition);
				byte[] clock = new byte[control.length + 4];
				System.arraycopy(control, 0, clock, 0, control.length - 1);
				System.arraycopy(KeySpace.utf8("clock"), 0, clock, control.length - 1, 5);
				connection.stringCommands().set(clock, millis);
			}
			connection.closePipeline();
		}
	}

	@Override
	public QuotaStore store() {
		return this.store;
	}

	@Override
	public ExpirySource expiry() {
		return this.store;
	}

	@Override
	public EventLog events() {
		return this.store.events();
	}

	@Override
	public void advance(Duration time) {
		setClock(this.now.plus(time));
	}

	@Override
	public void setBack(Duration time) {
		setClock(this.now.minus(time));
	}

	@Override
	public Instant now() {
		return this.now;
	}

	@Override
	public void close() {
		this.store.close();
	}

	@Override
	public WalletRecovery recovery() {
		return this.store.recovery();
	}

}
