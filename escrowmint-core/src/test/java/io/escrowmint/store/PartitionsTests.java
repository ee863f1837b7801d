package io.escrowmint.store;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PartitionsTests {

	@Test
	void hashesAsRedisClusterDoes() {
		assertThat(Partitions.crc16("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0x31C3);
		assertThat(Partitions.of("foo", 16384)).isEqualTo(12182);
	}

	@Test
	void hashesTheBytesOfUtf8() {
		byte[] bytes = { (byte) 0xC3, (byte) 0xA4 };

		assertThat(Partitions.of("\u00E4", 65536)).isEqualTo(Partitions.crc16(bytes));
	}

}
