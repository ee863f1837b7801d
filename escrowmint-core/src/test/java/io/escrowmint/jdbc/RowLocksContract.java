package io.escrowmint.jdbc;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

abstract class RowLocksContract extends JdbcContract {

	private static final RowMapper<Long> ID = (row, number) -> row.getLong("id");

	private final RowLocks locks;

	RowLocksContract(JdbcFixture fixture) {
		super(fixture);
		this.locks = new RowLocks(fixture.dataSource(), fixture.listener);
	}

	@Test
	void lockedRowIsHeldUntilTheTransactionEnds() {
		long id = this.fixture.newAccount(5);
		RowSelection free = account(id).skippingLocked();
		this.fixture.whileOpen(() -> assertThat(this.locks.lock(account(id), ID)).containsExactly(id),
				() -> assertThat(inTransaction(free)).isEmpty());
		assertThat(inTransaction(free)).containsExactly(id);
		assertThat(this.fixture.listener.heard).containsExactly("ROW ACQUIRED", "ROW NOTHING", "ROW ACQUIRED");
	}

	@Test
	void lockedRowIsAsTheLastCommitLeftIt() {
		long id = this.fixture.newAccount(5);
		long read = this.fixture.inTransaction(() -> {
			this.fixture.balance(this.fixture.newAccount(1));
			JdbcFixture.get(this.fixture.others.submit(() -> this.fixture.setBalance(id, 7)));
			return this.locks.lockOne(account(id), (row, number) -> row.getLong("balance")).orElseThrow();
		});
		assertThat(read).isEqualTo(7);
	}

	@Test
	void skippedRowsLeaveTheOthers() {
		String owner = "jobs-" + this.fixture.newId();
		List<Long> ids = List.of(this.fixture.newId(), this.fixture.newId(), this.fixture.newId());
		ids.forEach((id) -> this.fixture.newAccount(id, owner, 0));
		RowSelection jobs = RowSelection.of("account", Columns.of("owner", owner)).orderBy("id").skippingLocked();
		this.fixture.whileOpen(
				() -> assertThat(this.locks.lock(account(ids.get(0)).limit(1), ID)).containsExactly(ids.get(0)),
				() -> assertThat(inTransaction(jobs)).containsExactly(ids.get(1), ids.get(2)));
		assertThat(inTransaction(jobs.orderBy("balance", "id").limit(2))).containsExactly(ids.get(0), ids.get(1));
	}

	@Test
	void nullFindsRowsWithoutAValue() {
		long id = this.fixture.newAccount(5);
		this.fixture.execute("UPDATE account SET owner = NULL WHERE id = " + id);
		assertThat(inTransaction(RowSelection.of("account", Columns.of("owner", null).and("id", id))))
			.containsExactly(id);
		assertThat(inTransaction(RowSelection.of("account", Columns.of("id", null)))).isEmpty();
	}

	@Test
	void emptyConditionIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> RowSelection.of("account", Columns.none()))
			.withMessageContaining("Empty condition");
	}

	@Test
	void lockWithoutATransactionIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> this.locks.lock(account(1), ID))
			.withMessageContaining("needs a transaction");
	}

	@Test
	void transactionOfAnotherDataSourceIsNone() {
		RowLocks elsewhere = new RowLocks(new DriverManagerDataSource(this.fixture.database.url()), JdbcListener.NONE);
		assertThatIllegalStateException()
			.isThrownBy(() -> this.fixture.inTransaction(() -> elsewhere.lock(account(1), ID)))
			.withMessageContaining("of its DataSource");
	}

	@Test
	void severalRowsWhereOneWasMeantAreAnError() {
		String owner = "twins-" + this.fixture.newId();
		this.fixture.newAccount(this.fixture.newId(), owner, 0);
		this.fixture.newAccount(this.fixture.newId(), owner, 0);
		RowSelection twins = RowSelection.of("account", Columns.of("owner", owner));
		assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
			.isThrownBy(() -> this.fixture.inTransaction(() -> this.locks.lockOne(twins, ID)));
	}

	@Test
	void valuesAreBoundAndNeverSql() {
		String hostile = "' OR '1'='1'; DROP TABLE account; -- :name ? \\ \" ` \ud83d\ude00";
		long id = this.fixture.newId();
		this.fixture.newAccount(id, hostile, 5);
		assertThat(inTransaction(RowSelection.of("account", Columns.of("owner", hostile)))).containsExactly(id);
		assertThat(inTransaction(RowSelection.of("account", Columns.of("owner", "' OR '1'='1")))).isEmpty();
	}

	@Test
	void reservedAndQuotedNamesAreNames() {
		SqlNames names = new Database(this.fixture.dataSource(), JdbcListener.NONE).names();
		this.fixture.execute("CREATE TABLE %s (id BIGINT, %s VARCHAR(20))".formatted(names.quoted("order"),
				names.quoted("\"Mixed \"\"Case :key\"")));
		this.fixture.execute("INSERT INTO %s VALUES (1, 'a')".formatted(names.quoted("order")));
		assertThat(inTransaction(RowSelection.of("order", Columns.of("\"Mixed \"\"Case :key\"", "a"))))
			.containsExactly(1L);
	}

	@Test
	void failureIsCounted() {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> inTransaction(RowSelection.of("nowhere", Columns.of("id", 1))));
		assertThat(this.fixture.listener.heard).containsExactly("ROW FAILED");
	}

	private List<Long> inTransaction(RowSelection selection) {
		return this.fixture.inTransaction(() -> this.locks.lock(selection, ID));
	}

	private static RowSelection account(long id) {
		return RowSelection.of("account", Columns.of("id", id));
	}

}
