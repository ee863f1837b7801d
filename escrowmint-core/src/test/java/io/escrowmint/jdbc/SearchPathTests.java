package io.escrowmint.jdbc;

import java.util.List;

import io.escrowmint.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A table without a schema is the one that SQL means, also where the search path leads
 * past the current schema. MariaDB has no such path.
 */
@Timeout(120)
class SearchPathTests {

	private TestDatabase database;

	private SingleConnectionDataSource source;

	private JdbcTemplate sql;

	private IdempotentInserts inserts;

	private void open(Kind kind) {
		this.database = kind.open();
		this.source = new SingleConnectionDataSource(this.database.url(), true);
		this.sql = new JdbcTemplate(this.source);
		this.inserts = new IdempotentInserts(this.source, JdbcListener.NONE);
		this.sql.execute("CREATE SCHEMA app");
		this.sql.execute("CREATE SCHEMA archive");
		kind.path.forEach(this.sql::execute);
	}

	@AfterEach
	void close() {
		this.source.destroy();
		this.database.close();
	}

	@ParameterizedTest
	@EnumSource
	void primaryKeyIsFoundAlongTheSearchPath(Kind kind) {
		open(kind);
		create("public.pay", "pk_pay");
		assertThat(insert("pay", 1, "a")).isTrue();
		assertThat(insert("pay", 1, "b")).isFalse();
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> insert("pay", 2, "a"));
	}

	@ParameterizedTest
	@EnumSource
	void currentSchemaComesFirst(Kind kind) {
		open(kind);
		create("public.pay", "pk_public");
		create("app.pay", "pk_app");
		assertThat(insert("pay", 1, "a")).isTrue();
		assertThat(insert("pay", 1, "b")).isFalse();
		assertThat(this.sql.queryForObject("SELECT COUNT(*) FROM app.pay", Long.class)).isOne();
	}

	@ParameterizedTest
	@EnumSource
	void keyThatIsNotCertainIsAskedFor(Kind kind) {
		open(kind);
		create("public.pay", "pk_pay");
		create("archive.pay", "pk_pay");
		assertThat(insert("pay", 1, "a")).isTrue();
		assertThat(insert("pay", 1, "b")).isFalse();
		create("public.bill", "pk_bill");
		create("archive.bill", "pk_old_bill");
		assertThatIllegalArgumentException().isThrownBy(() -> insert("bill", 1, "a"))
			.withMessageContaining("write the schema before it");
		assertThat(insert("public.bill", 1, "a")).isTrue();
		assertThat(insert("public.bill", 1, "b")).isFalse();
	}

	private void create(String table, String key) {
		this.sql.execute("CREATE TABLE %s (id BIGINT NOT NULL, word VARCHAR(10) UNIQUE, CONSTRAINT %s PRIMARY KEY (id))"
			.formatted(table, key));
	}

	private boolean insert(String table, long id, String word) {
		return this.inserts.insert(table, Columns.of("id", id).and("word", word), IdempotentInserts.PRIMARY_KEY);
	}

	enum Kind {

		POSTGRESQL("SET search_path TO app, public"), H2("SET SCHEMA app", "SET SCHEMA_SEARCH_PATH app, public");

		private final List<String> path;

		Kind(String... path) {
			this.path = List.of(path);
		}

		TestDatabase open() {
			return (this == POSTGRESQL) ? TestDatabase.postgres() : TestDatabase.h2();
		}

	}

}
