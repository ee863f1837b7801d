package io.escrowmint.spring.http;

import java.util.Arrays;
import java.util.List;

import io.escrowmint.model.Bytes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoredResponseTests {

	private static final StoredResponse.Kept KEPT = new StoredResponse.Kept(201, List
		.of(new HttpField("Location", "/orders/7"), new HttpField("X-Note", "\u20ac"), new HttpField("X-Note", "")),
			Bytes.of((byte) 0, (byte) 255, (byte) 7));

	@Test
	void comesBackAsItWas() {
		assertThat(StoredResponse.decode(KEPT.encoded())).isEqualTo(KEPT);
		StoredResponse notKept = new StoredResponse.NotKept(200);
		assertThat(StoredResponse.decode(notKept.encoded())).isEqualTo(notKept);
	}

	@Test
	void fieldsOfOneConnectionAndSecretsAreNotKept() {
		StoredResponse.Kept kept = new StoredResponse.Kept(200, List.of(new HttpField("Set-Cookie", "session=1"),
				new HttpField("DATE", "today"), new HttpField("X-Credits-Cost", "3"), new HttpField("ETag", "\"1\"")),
				Bytes.of());
		assertThat(kept.fields()).containsExactly(new HttpField("ETag", "\"1\""));
	}

	@Test
	void whatIsMissingOrOfAnotherVersionIsNotKept() {
		assertThat(StoredResponse.decode(null)).isEqualTo(new StoredResponse.NotKept(0));
		assertThat(StoredResponse.decode(Bytes.of())).isEqualTo(new StoredResponse.NotKept(0));
		byte[] encoded = KEPT.encoded().toArray();
		encoded[0] = 2;
		assertThat(StoredResponse.decode(Bytes.of(encoded))).isEqualTo(new StoredResponse.NotKept(0));
	}

	@Test
	void damagedBytesAreNotKeptAndNoFailure() {
		byte[] encoded = KEPT.encoded().toArray();
		int body = 3;
		for (int length = 0; length < encoded.length - body; length++) {
			StoredResponse cut = StoredResponse.decode(Bytes.of(Arrays.copyOf(encoded, length)));
			assertThat(cut).as("cut to %s", length).isEqualTo(new StoredResponse.NotKept(0));
		}
	}

	@Test
	void responseThatFitsNowhereIsStoredWithoutItsContent() {
		StoredResponse.Kept large = new StoredResponse.Kept(200, List.of(), Bytes.of(new byte[1 << 20]));
		assertThat(StoredResponse.decode(large.encoded())).isEqualTo(new StoredResponse.NotKept(200));
	}

}
