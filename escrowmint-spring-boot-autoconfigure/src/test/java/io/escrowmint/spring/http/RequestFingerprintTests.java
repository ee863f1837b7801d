package io.escrowmint.spring.http;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.escrowmint.model.Bytes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestFingerprintTests {

	@Test
	void sameRequestHasTheSameFingerprint() {
		assertThat(fingerprint("POST", "/a", "q=1", "body")).isEqualTo(fingerprint("POST", "/a", "q=1", "body"));
		assertThat(fingerprint("POST", "/a", null, "").length()).isEqualTo(32);
	}

	@Test
	void everyFieldCountsAndNoneRunIntoTheNext() {
		List<Bytes> all = List.of(fingerprint("POST", "/a", "q=1", "body"), fingerprint("PUT", "/a", "q=1", "body"),
				fingerprint("POST", "/b", "q=1", "body"), fingerprint("POST", "/a", "q=2", "body"),
				fingerprint("POST", "/a", "q=1", "body2"), fingerprint("POST", "/aq=1", "", "body"),
				fingerprint("POST/a", "", "q=1", "body"), fingerprint("POST", "/aq=1", null, "body"),
				fingerprint("POST", "/a", "q=1body", ""));
		Set<Bytes> different = new HashSet<>(all);
		assertThat(different).hasSameSizeAs(all);
	}

	@Test
	void clientCountsIfThereIsOne() {
		Bytes nobody = fingerprint("POST", "/a", "q=1", "body");
		assertThat(of(null, "body")).isEqualTo(nobody);
		assertThat(List.of(of("ann", "body"), of("bob", "body"), of("", "body"), nobody)).doesNotHaveDuplicates();
	}

	@Test
	void formIsItsParametersInAnyOrderOfNames() {
		Bytes form = form(Map.of("a", List.of("1", "2"), "b", List.of("3")));
		assertThat(form(Map.of("b", List.of("3"), "a", List.of("1", "2")))).isEqualTo(form);
		assertThat(form(Map.of("a", List.of("2", "1"), "b", List.of("3")))).isNotEqualTo(form);
		assertThat(form(Map.of("a", List.of("1"), "2", List.of("b", "3")))).isNotEqualTo(form);
		assertThat(form(Map.of())).isNotEqualTo(fingerprint("POST", "/a", null, ""));
	}

	@Test
	void multipartIsItsPartsInTheirOrder() {
		Bytes one = part("name", "file", "content");
		assertThat(part("name", "file", "content")).isEqualTo(one);
		assertThat(part("name", null, "content")).isNotEqualTo(one);
		assertThat(part("namefile", "", "content")).isNotEqualTo(one);
		assertThat(part("name", "file", "other")).isNotEqualTo(one);
	}

	private static Bytes fingerprint(String method, String path, String query, String body) {
		return RequestFingerprint.of(method, path, query).body(digest(body));
	}

	private static Bytes of(String client, String body) {
		return RequestFingerprint.of("POST", "/a", "q=1").client(client).body(digest(body));
	}

	private static Bytes form(Map<String, List<String>> parameters) {
		return RequestFingerprint.of("POST", "/a", null).parameters(parameters).body(digest(""));
	}

	private static Bytes part(String name, String file, String content) {
		return RequestFingerprint.of("POST", "/a", null).part(name, file, digest(content)).body(digest(""));
	}

	private static byte[] digest(String text) {
		return RequestFingerprint.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
	}

}
