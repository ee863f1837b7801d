package io.escrowmint.stream;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names of rows: no two meet, and each fits its column.
 */
class StreamKeysTests {

	private static ProcessorDefinition definition(String id) {
		return ProcessorDefinition.of(id, "in", Tally.class, Numeral.class, (tally, number, tx) -> tally);
	}

	@Test
	void rowsOfTheUsualPrefixHaveShortNames() {
		StreamKeys keys = new StreamKeys("escrowmint");
		assertThat(keys.row(definition("totals"))).isEqualTo("s:totals");
		assertThat(keys.row(definition("totals"), 7)).isEqualTo("e:7:totals");
		assertThat(keys.letters(definition("totals"))).isEqualTo("d:totals");
	}

	@Test
	void rowsOfTwoPrefixesNeverMeet() {
		Set<String> rows = new HashSet<>();
		for (String prefix : List.of("escrowmint", "a", "a:s", "b", "s", "p", "h", "p:1:a")) {
			for (String id : List.of("x", "s:x", "a:s:x", "p:1:a:s:x", "1:a:s:x")) {
				assertThat(rows.add(new StreamKeys(prefix).row(definition(id)))).isTrue();
				assertThat(rows.add(new StreamKeys(prefix).row(definition(id), 1))).isTrue();
				assertThat(rows.add(new StreamKeys(prefix).letters(definition(id)))).isTrue();
			}
		}
	}

	@Test
	void longNamesFitAndDiffer() {
		String id = "i".repeat(255);
		StreamKeys keys = new StreamKeys("q".repeat(200));
		Set<String> rows = Set.of(keys.row(definition(id + "a")), keys.row(definition(id + "b")),
				keys.row(definition(id + "a"), 65_535), keys.letters(definition(id + "a")),
				new StreamKeys("escrowmint").row(definition(id + "a"), 65_535));
		assertThat(rows).hasSize(5).allSatisfy((row) -> assertThat(row).hasSizeLessThanOrEqualTo(300));
	}

	@Test
	void whatGroupsHaveHandledNeverMeets() {
		String most = "m".repeat(255);
		Set<String> names = new HashSet<>();
		for (String prefix : List.of("escrowmint", "a", "p:1:a")) {
			for (String stream : List.of("in", "i", "in:1", "1:in", most + "a", most + "b")) {
				for (String group : List.of("g", "1:g", "n:g", most + "a", most + "b")) {
					String name = new StreamKeys(prefix).handled(stream, group);
					assertThat(names.add(name)).isTrue();
					assertThat(name).hasSizeLessThanOrEqualTo(256);
				}
			}
		}
		assertThat(names).contains("g:2:in:g", "p:1:a:g:2:in:g");
	}

}
