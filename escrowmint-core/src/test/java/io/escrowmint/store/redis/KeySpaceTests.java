package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Partitions spread evenly, keys of one partition stay together, and no two names meet.
 */
class KeySpaceTests {

	private static final int PARTITIONS = 64;

	@ParameterizedTest(name = "{0} primaries")
	@CsvSource({ "3, 1.04", "6, 1.04", "12, 1.13" })
	void partitionsSpreadEvenlyOverPrimaries(int primaries, double limit) {
		int[] counts = new int[primaries];
		for (int partition = 0; partition < PARTITIONS; partition++) {
			counts[slot(partition, PARTITIONS) * primaries / SlotHash.SLOT_COUNT]++;
		}
		double mean = (double) PARTITIONS / primaries;
		assertThat(IntStream.of(counts).max().orElseThrow() / mean).isLessThanOrEqualTo(limit);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 64, 100, 1024 })
	void everyPartitionLiesInItsPartOfTheSlots(int partitions) {
		assertThat(IntStream.range(0, partitions))
			.allMatch((partition) -> slot(partition, partitions) * partitions / SlotHash.SLOT_COUNT == partition);
	}

	@Test
	void allKeysOfAPartitionShareItsSlot() {
		KeySpace keys = new KeySpace("prefix:with:colons", PARTITIONS);
		for (String wallet : List.of("w", "{other}", "a{b}c", "}{", "über", "%*[]", "w:{0}:h")) {
			int partition = keys.partitionOf(wallet);
			byte[] name = KeySpace.utf8(wallet);
			assertThat(Stream.concat(Stream.of(keys.ofPartition(partition)),
					Stream.of(keys.state(partition, name), keys.claims(partition, name), keys.expiry(partition, name))))
				.extracting(SlotHash::getSlot)
				.containsOnly(slot(partition, PARTITIONS));
		}
	}

	@Test
	void noTwoKeysMeet() {
		KeySpace keys = new KeySpace("p", 1);
		Set<String> seen = new HashSet<>();
		List<String> wallets = List.of("w", "c", "e", "d", "k0", ":", "w:", "h:w", "x:w", "w:w", "p:{0}:w:w", "{0}");
		for (byte[] key : keys.ofPartition(0)) {
			assertThat(seen.add(text(key))).isTrue();
		}
		assertThat(seen.add(text(keys.meta()))).isTrue();
		for (String wallet : wallets) {
			byte[] name = KeySpace.utf8(wallet);
			for (byte[] key : List.of(keys.state(0, name), keys.claims(0, name), keys.expiry(0, name))) {
				assertThat(seen.add(text(key))).as(text(key)).isTrue();
			}
		}
	}

	private static String text(byte[] key) {
		return new String(key, StandardCharsets.UTF_8);
	}

	private static int slot(int partition, int partitions) {
		return SlotHash.getSlot("p:{" + KeySpace.tag(partition, partitions) + "}:c");
	}

}
