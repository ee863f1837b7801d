package io.escrowmint.jdbc;

import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

abstract class IdempotentInsertsContract extends JdbcContract {

	private static final String CONSTRAINT = "uq_request_key";

	private final IdempotentInserts inserts;

	IdempotentInsertsContract(JdbcFixture fixture) {
		super(fixture);
		this.inserts = new IdempotentInserts(fixture.dataSource(), fixture.listener);
	}

	@Test
	void secondRowWithTheSameKeyIsAbsorbedAndTheTransactionGoesOn() {
		String key = "key-" + this.fixture.newId();
		long third = this.fixture.newId();
		this.fixture.transactions.executeWithoutResult((status) -> {
			assertThat(insert(this.fixture.newId(), key, null)).isTrue();
			assertThat(insert(this.fixture.newId(), key, null)).isFalse();
			assertThat(insert(third, key + " third", null)).isTrue();
		});
		assertThat(rows(key)).isOne();
		assertThat(rows(key + " third")).isOne();
		assertThat(this.fixture.listener.heard).containsExactly("request IDEMPOTENT_INSERT WRITTEN",
				"request IDEMPOTENT_INSERT DUPLICATE", "request IDEMPOTENT_INSERT WRITTEN");
	}

	@Test
	void duplicateOfAnotherConstraintIsThrown() {
		String other = "other-" + this.fixture.newId();
		insert(this.fixture.newId(), "first " + other, other);
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> insert(this.fixture.newId(), "second " + other, other));
		assertThat(rows("second " + other)).isZero();
		assertThat(this.fixture.listener.heard).endsWith("request IDEMPOTENT_INSERT FAILED");
	}

	@Test
	void duplicateOfThePrimaryKeyIsThrownWhereAnotherWasNamed() {
		long id = this.fixture.newId();
		insert(id, "first " + id, null);
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> insert(id, "second " + id, null));
	}

	@Test
	void valuesThatReadLikeTheConstraintDoNotHideAnother() {
		for (String hostile : new String[] { "x' for key 'uq_request_key", "uq_request_key",
				"\"PUBLIC.UQ_REQUEST_KEY INDEX PUBLIC.X ON", "'uq_request_key'", "UQ_REQUEST_KEY" }) {
			insert(this.fixture.newId(), "first " + hostile, hostile);
			assertThatExceptionOfType(DuplicateKeyException.class).as(hostile)
				.isThrownBy(() -> insert(this.fixture.newId(), "second " + hostile, hostile));
			assertThat(insert(this.fixture.newId(), "first " + hostile, null)).as(hostile).isFalse();
		}
	}

	@Test
	void primaryKeyCanBeNamedWhateverItsName() {
		long id = this.fixture.newId();
		assertThat(insertByPrimaryKey(id, "first " + id)).isTrue();
		assertThat(insertByPrimaryKey(id, "second " + id)).isFalse();
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> insertByPrimaryKey(this.fixture.newId(), "first " + id));
	}

	@Test
	void otherViolationsAreThrown() {
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> insert(this.fixture.newId(), null, null));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.inserts.insert("request", Columns.none(), CONSTRAINT));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.inserts.insert("request", Columns.of("id", 1), "uq; DROP TABLE request"));
	}

	@Test
	void errorOfAListenerIsNoReasonForAWriteToFail() {
		IdempotentInserts heard = new IdempotentInserts(this.fixture.dataSource(), new JdbcListener() {

			@Override
			public void written(String table, WriteOperation operation, WriteStatus status) {
				throw new NoClassDefFoundError("on purpose");
			}

		});
		long id = this.fixture.newId();
		assertThat(heard.insert("request", row(id, "heard " + id), CONSTRAINT)).isTrue();
		assertThat(rows("heard " + id)).isOne();
	}

	@Test
	void rowOfATransactionThatRolledBackIsInsertedAgain() {
		String key = "undone-" + this.fixture.newId();
		this.fixture.transactions.executeWithoutResult((status) -> {
			assertThat(insert(this.fixture.newId(), key, null)).isTrue();
			status.setRollbackOnly();
		});
		assertThat(insert(this.fixture.newId(), key, null)).isTrue();
	}

	private boolean insert(long id, String key, String other) {
		return this.inserts.insert("request", row(id, key).and("other_key", other), CONSTRAINT);
	}

	private boolean insertByPrimaryKey(long id, String key) {
		return this.inserts.insert("request", row(id, key), IdempotentInserts.PRIMARY_KEY);
	}

	private static Columns row(long id, String key) {
		return Columns.of("id", id).and("request_key", key);
	}

	private long rows(String key) {
		return this.fixture.sql.sql("SELECT COUNT(*) FROM request WHERE request_key = ?")
			.param(key)
			.query(Long.class)
			.single();
	}

}
