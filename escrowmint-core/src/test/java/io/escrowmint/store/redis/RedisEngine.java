package io.escrowmint.store.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

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

	private static final byte[] NO_TIME = {};

	private final RedisConnectionFactory factory;

	private final RedisStoreOptions options;

	/** Each partition has a clock of its own, in its slot. */
	private final Map<byte[], byte[]> clocks = new HashMap<>();

	private final RedisQuotaStore store;

	private Instant now = START;

	RedisEngine(RedisConnectionFactory factory, StoreOptions options) {
		this(factory, options, "test-" + UUID.randomUUID());
	}

	RedisEngine(RedisConnectionFactory factory, StoreOptions options, String prefix) {
		this.factory = factory;
		this.options = new RedisStoreOptions(options, prefix);
		KeySpace keys = new KeySpace(prefix, options.partitions());
		IntStream.range(0, keys.partitions())
			.forEach((number) -> this.clocks.put(clock(keys.control(number)), NO_TIME));
		setClock(START);
		// What there is to say of a server is always the same, and asking takes longer
		// than most tests.
		this.store = RedisQuotaStore.create(factory, this.options, TestScripts::withTestClock, List::of);
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
		this.clocks.replaceAll((clock, before) -> millis);
		try (RedisConnection connection = this.factory.getConnection()) {
			connection.stringCommands().mSet(this.clocks);
		}
	}

	private static byte[] clock(byte[] control) {
		byte[] clock = Arrays.copyOf(control, control.length + 4);
		System.arraycopy(KeySpace.utf8("clock"), 0, clock, control.length - 1, 5);
		return clock;
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
