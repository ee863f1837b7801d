package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.escrowmint.store.Partitions;
import io.escrowmint.store.redis.Verb.Lane;

/**
 * The names of all keys. Every key of a partition carries the partition's hash tag, so
 * that all of them share a slot; a wallet's name comes last, so that no two wallets meet.
 */
final class KeySpace {

	private static final int SLOTS = 16384;

	private final String prefix;

	private final byte[][] tagged;

	private final byte[][][] partitionKeys;

	private final byte[][] modes;

	private final byte[] meta;

	private final byte[] announcement;

	KeySpace(String prefix, int partitions) {
		this.prefix = prefix;
		this.meta = utf8(prefix + ":meta");
		this.announcement = utf8(prefix + ":m");
		this.tagged = new byte[partitions][];
		this.partitionKeys = new byte[partitions][][];
		this.modes = new byte[partitions][];
		for (int partition = 0; partition < partitions; partition++) {
			String tagged = prefix + ":{" + tag(partition, partitions) + "}:";
			this.tagged[partition] = utf8(tagged);
			this.partitionKeys[partition] = new byte[][] { utf8(tagged + "c"), utf8(tagged + "e"), utf8(tagged + "d"),
					utf8(tagged + "k0"), utf8(tagged + "k1"), utf8(tagged + "r0"), utf8(tagged + "r1") };
			this.modes[partition] = utf8(tagged + "m");
		}
	}

	/**
	 * Returns what all keys begin with.
	 */
	String prefix() {
		return this.prefix;
	}

	/**
	 * Returns the hash tag of a partition. The first of "i", "i.1", "i.2", ... whose slot
	 * lies in the i-th part of the slot space, so that partitions spread evenly over
	 * primaries.
	 */
	static String tag(int partition, int partitions) {
		String tag = Integer.toString(partition);
		for (int attempt = 1; slotOf(tag) * partitions / SLOTS != partition; attempt++) {
			tag = partition + "." + attempt;
		}
		return tag;
	}

	private static int slotOf(String tag) {
		return Partitions.of(tag, SLOTS);
	}

	int partitions() {
		return this.tagged.length;
	}

	int partitionOf(String wallet) {
		return Partitions.of(wallet, this.tagged.length);
	}

	byte[] meta() {
		return this.meta;
	}

	/**
	 * Returns the keys of a partition: control, events, due, k0, k1, r0, r1.
	 */
	byte[][] ofPartition(int partition) {
		return this.partitionKeys[partition];
	}

	/**
	 * Returns the key that says whether the events of a partition are written. It lies
	 * apart so that it is read together with the states.
	 */
	byte[] mode(int partition) {
		return this.modes[partition];
	}

	/**
	 * Returns the key that is there if the events of any partition are written, for calls
	 * that bring wallets of several.
	 */
	byte[] announcement() {
		return this.announcement;
	}

	byte[][] announcementAndModes() {
		byte[][] keys = Arrays.copyOf(this.modes, this.modes.length + 1);
		System.arraycopy(this.modes, 0, keys, 1, this.modes.length);
		keys[0] = this.announcement;
		return keys;
	}

	byte[] control(int partition) {
		return this.partitionKeys[partition][0];
	}

	byte[] events(int partition) {
		return this.partitionKeys[partition][1];
	}

	byte[] due(int partition) {
		return this.partitionKeys[partition][2];
	}

	/**
	 * Returns the keys of a partition that a plain lane needs.
	 * @param events whether events are written
	 */
	byte[][] ofPartition(int partition, Lane lane, boolean events) {
		byte[][] all = this.partitionKeys[partition];
		byte[][] needed = switch (lane) {
			case HOLDING -> new byte[][] { all[2], all[5], all[6], all[1] };
			case SETTLING -> new byte[][] { all[2], all[5], all[1] };
			default -> new byte[][] { all[1] };
		};
		return events ? needed : Arrays.copyOf(needed, needed.length - 1);
	}

	byte[] state(int partition, byte[] wallet) {
		return ofWallet(partition, 'w', wallet);
	}

	byte[] claims(int partition, byte[] wallet) {
		return ofWallet(partition, 'h', wallet);
	}

	byte[] expiry(int partition, byte[] wallet) {
		return ofWallet(partition, 'x', wallet);
	}

	/**
	 * Returns the key where a rebuild gathers claims before they take their place.
	 */
	byte[] stagedClaims(int partition, byte[] wallet) {
		return ofWallet(partition, 'i', wallet);
	}

	byte[] stagedExpiry(int partition, byte[] wallet) {
		return ofWallet(partition, 'y', wallet);
	}

	private byte[] ofWallet(int partition, char kind, byte[] wallet) {
		byte[] tagged = this.tagged[partition];
		byte[] key = new byte[tagged.length + 2 + wallet.length];
		System.arraycopy(tagged, 0, key, 0, tagged.length);
		key[tagged.length] = (byte) kind;
		key[tagged.length + 1] = ':';
		System.arraycopy(wallet, 0, key, tagged.length + 2, wallet.length);
		return key;
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
