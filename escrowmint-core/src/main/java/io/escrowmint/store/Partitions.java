package io.escrowmint.store;

import java.nio.charset.StandardCharsets;

/**
 * Spreads wallets over partitions: CRC16 (XMODEM, as Redis Cluster hashes its keys) of
 * the name's UTF-8 bytes, modulo the number of partitions. Every engine uses it, so that
 * a wallet lies in the same partition everywhere.
 */
public final class Partitions {

	private static final int POLYNOMIAL = 0x1021;

	private static final int[] TABLE = table();

	private Partitions() {
	}

	/**
	 * Returns the partition of a wallet.
	 * @param wallet the wallet
	 * @param partitions the number of partitions
	 * @return 0 to {@code partitions - 1}
	 */
	public static int of(String wallet, int partitions) {
		return crc16(wallet.getBytes(StandardCharsets.UTF_8)) % partitions;
	}

	static int crc16(byte[] bytes) {
		int crc = 0;
		for (byte next : bytes) {
			crc = ((crc << 8) ^ TABLE[((crc >>> 8) ^ next) & 0xFF]) & 0xFFFF;
		}
		return crc;
	}

	private static int[] table() {
		int[] table = new int[256];
		for (int index = 0; index < table.length; index++) {
			table[index] = entry(index);
		}
		return table;
	}

	private static int entry(int index) {
		int crc = index << 8;
		for (int bit = 0; bit < 8; bit++) {
			crc = ((crc & 0x8000) != 0) ? (crc << 1) ^ POLYNOMIAL : crc << 1;
		}
		return crc & 0xFFFF;
	}

}
