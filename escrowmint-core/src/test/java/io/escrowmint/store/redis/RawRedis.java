package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;

/**
 * A look, and a hand, behind the back of a store: the keys of its wallets as bytes.
 */
final class RawRedis implements AutoCloseable {

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private final KeySpace keys;

	RawRedis(RedisClient client, OpenStore store) {
		this.connection = client.connect(ByteArrayCodec.INSTANCE);
		this.keys = store.keys();
	}

	RedisCommands<byte[], byte[]> commands() {
		return this.connection.sync();
	}

	byte[] state(String wallet) {
		return this.keys.state(this.keys.partitionOf(wallet), bytes(wallet));
	}

	byte[] claims(String wallet) {
		return this.keys.claims(this.keys.partitionOf(wallet), bytes(wallet));
	}

	byte[] expiry(String wallet) {
		return this.keys.expiry(this.keys.partitionOf(wallet), bytes(wallet));
	}

	byte[] mode(String wallet) {
		return this.keys.mode(this.keys.partitionOf(wallet));
	}

	byte[] control(String wallet) {
		return this.keys.control(this.keys.partitionOf(wallet));
	}

	byte[] due(String wallet) {
		return this.keys.due(this.keys.partitionOf(wallet));
	}

	/**
	 * Returns the keys of a wallet's partition: control, events, due, k0, k1, r0, r1.
	 */
	byte[][] partition(String wallet) {
		return this.keys.ofPartition(this.keys.partitionOf(wallet));
	}

	/**
	 * Returns all that is stored of a wallet by itself, to be compared.
	 */
	List<String> everythingOf(String wallet) {
		List<String> dumps = new ArrayList<>();
		for (byte[] key : List.of(state(wallet), claims(wallet), expiry(wallet))) {
			byte[] dump = commands().dump(key);
			dumps.add((dump != null) ? HexFormat.of().formatHex(dump) : "");
		}
		return dumps;
	}

	/**
	 * Returns the time of the server in milliseconds.
	 */
	long now() {
		List<byte[]> time = commands().time();
		return Long.parseLong(new String(time.get(0), StandardCharsets.US_ASCII)) * 1_000
				+ Long.parseLong(new String(time.get(1), StandardCharsets.US_ASCII)) / 1_000;
	}

	boolean isQuarantined(String wallet) {
		return commands().hexists(control(wallet), bytes("q:" + wallet));
	}

	static byte[] bytes(String text) {
		return KeySpace.utf8(text);
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
