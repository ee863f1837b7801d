package io.escrowmint.store.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.escrowmint.testing.TestRedis;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What scripts pack is read as it was; anything else is refused with one kind of error.
 */
class PackedTests {

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 127, 128, 255, 256, 65_535, 65_536, 4_294_967_295L, 4_294_967_296L,
			9_007_199_254_740_991L, -1, -32, -33, -128, -129, -32_768, -32_769, -2_147_483_648L, -2_147_483_649L,
			-9_007_199_254_740_991L })
	void numberIsReadAsRedisPacksIt(long number) {
		assertThat(Packed.read(packedByRedis("tonumber(ARGV[1])", Long.toString(number)))).isEqualTo(number);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 31, 32, 255, 256, 65_535, 65_536 })
	void textIsReadAsRedisPacksIt(int length) {
		String text = "é".repeat(length / 2) + "x".repeat(length % 2);
		assertThat(Packed.read(packedByRedis("ARGV[1]", text))).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 15, 16, 65_535, 65_536 })
	void arrayIsReadAsRedisPacksIt(int size) {
		byte[] packed = packedByRedis("(function() local t = {} for i = 1, ARGV[1] do t[i] = i end return t end)()",
				Integer.toString(size));
		assertThat((List<?>) Packed.read(packed)).hasSize(size).last().isEqualTo((long) size);
	}

	@Test
	void nestedArraysAndBooleansAreRead() {
		assertThat(Packed.read(packedByRedis("{ 1, { 'a', { true, false } } }", "")))
			.isEqualTo(List.of(1L, List.of("a", List.of(true, false))));
	}

	@Test
	void hostileBytesAreRefusedWithOneKindOfError() {
		Random random = new Random(1);
		List<Throwable> errors = new ArrayList<>();
		for (int round = 0; round < 200_000; round++) {
			byte[] bytes = new byte[random.nextInt(24)];
			random.nextBytes(bytes);
			if (bytes.length > 0 && round % 2 == 0) {
				bytes[0] = (byte) (0xC0 + random.nextInt(0x20));
			}
			try {
				Packed.read(bytes);
			}
			catch (IllegalArgumentException ex) {
				// the one kind
			}
			catch (Throwable ex) {
				errors.add(ex);
			}
		}
		assertThat(errors).isEmpty();
	}

	@Test
	void lengthsThatLieAllocateNothing() {
		for (int type : new int[] { 0xDB, 0xC6, 0xDD }) {
			byte[] huge = { (byte) type, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF };
			byte[] negative = { (byte) type, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF };
			assertThatIllegalArgumentException().isThrownBy(() -> Packed.read(huge));
			assertThatIllegalArgumentException().isThrownBy(() -> Packed.read(negative));
		}
		byte[] deep = new byte[100_000];
		Arrays.fill(deep, (byte) 0x91);
		assertThatIllegalArgumentException().isThrownBy(() -> Packed.read(deep));
		assertThatIllegalArgumentException().isThrownBy(() -> Packed.read(new byte[] { 1, 1 }));
	}

	private static byte[] packedByRedis(String expression, String argument) {
		try (StatefulRedisConnection<byte[], byte[]> connection = TestRedis.shared()
			.client()
			.connect(ByteArrayCodec.INSTANCE)) {
			return connection.sync()
				.eval(KeySpace.utf8("return cmsgpack.pack(" + expression + ")"), ScriptOutputType.VALUE, new byte[0][],
						KeySpace.utf8(argument));
		}
	}

}
