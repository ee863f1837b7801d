package io.escrowmint.jdbc;

import java.util.Locale;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A name is a name and nothing else.
 */
class SqlNamesTests {

	private final SqlNames upper = new SqlNames("\"", (name) -> name.toUpperCase(Locale.ROOT));

	private final SqlNames backticks = new SqlNames("`", UnaryOperator.identity());

	@Test
	void bareNameIsFoldedAndQuoted() {
		assertThat(this.upper.quoted("account")).isEqualTo("\"ACCOUNT\"");
		assertThat(this.upper.quoted("bank.account_1")).isEqualTo("\"BANK\".\"ACCOUNT_1\"");
		assertThat(this.backticks.quoted("Bank.order")).isEqualTo("`Bank`.`order`");
	}

	@Test
	void quotedNameIsTakenAsItIs() {
		assertThat(this.upper.quoted("\"My \"\"table\"\".x\".id")).isEqualTo("\"My \"\"table\"\".x\".\"ID\"");
		assertThat(this.backticks.quoted("\"a`b\"")).isEqualTo("`a``b`");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ".", "a.", ".a", "a..b", "a b", "a;b", "a\"b", "\"", "\"\"", "\"a", "\"a\"b",
			"\"a\nb\"", "`a`", "a--", "a'", "1a", "t(x)", "\u00e4", "a\u0000" })
	void whatIsNoNameIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> SqlNames.check(name));
		assertThatIllegalArgumentException().isThrownBy(() -> Columns.of(name, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> RowSelection.of(name, Columns.of("a", 1)));
	}

	@Test
	void overlongNameIsRefused() {
		assertThat(SqlNames.check("a".repeat(200))).hasSize(200);
		assertThatIllegalArgumentException().isThrownBy(() -> SqlNames.check("a".repeat(201)));
	}

	@Test
	void columnIsThereOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> Columns.of("a", 1).and("a", 2));
		assertThat(Columns.of("a", 1).and("b", null).names()).containsExactly("a", "b");
	}

}
