package io.escrowmint.jdbc;

import org.junit.jupiter.api.Test;

import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.JdbcUpdateAffectedIncorrectNumberOfRowsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

abstract class OptimisticUpdatesContract extends JdbcContract {

	private final OptimisticUpdates updates;

	OptimisticUpdatesContract(JdbcFixture fixture) {
		super(fixture);
		this.updates = new OptimisticUpdates(fixture.dataSource(), fixture.listener);
	}

	@Test
	void versionThatWasReadIsChangedOnce() {
		long id = this.fixture.newAccount(5);
		assertThat(this.updates.tryUpdate(change(id, 0, 7))).isTrue();
		assertThat(this.updates.tryUpdate(change(id, 0, 9))).isFalse();
		assertThat(this.fixture.balance(id)).isEqualTo(7);
		assertThat(version(id)).isOne();
		assertThat(this.updates.tryUpdate(change(id, 1, 9))).isTrue();
		assertThat(version(id)).isEqualTo(2);
		assertThat(this.fixture.listener.heard).containsExactly("account OPTIMISTIC_UPDATE WRITTEN",
				"account OPTIMISTIC_UPDATE STALE", "account OPTIMISTIC_UPDATE WRITTEN");
	}

	@Test
	void sameValuesRaiseTheVersionToo() {
		long id = this.fixture.newAccount(5);
		assertThat(this.updates.tryUpdate(change(id, 0, 5))).isTrue();
		assertThat(version(id)).isOne();
	}

	@Test
	void staleVersionAndMissingRowAreThrown() {
		long id = this.fixture.newAccount(5);
		assertThatExceptionOfType(OptimisticLockingFailureException.class)
			.isThrownBy(() -> this.updates.update(change(id, 1, 7)))
			.withMessageContainingAll("account", "version 1");
		assertThatExceptionOfType(OptimisticLockingFailureException.class)
			.isThrownBy(() -> this.updates.update(change(this.fixture.newId(), 0, 7)));
		assertThat(this.fixture.balance(id)).isEqualTo(5);
	}

	@Test
	void nullAndHostileValuesAreWritten() {
		long id = this.fixture.newAccount(5);
		String hostile = "', balance = 99 WHERE '1'='1' -- :version ?";
		this.updates.update(
				VersionedUpdate.of("account", Columns.of("id", id), 0, Columns.of("owner", hostile).and("balance", 6)));
		assertThat(this.fixture.sql.sql("SELECT owner FROM account WHERE id = " + id).query(String.class).single())
			.isEqualTo(hostile);
		assertThat(this.fixture.balance(id)).isEqualTo(6);
		this.updates.update(VersionedUpdate.of("account", Columns.of("owner", hostile), 1, Columns.of("owner", null)));
		this.updates.update(VersionedUpdate.of("account", Columns.of("owner", null).and("id", id), 2,
				Columns.of("owner", "known")));
		assertThat(version(id)).isEqualTo(3);
	}

	@Test
	void keyThatFindsSeveralRowsIsAnError() {
		String owner = "twins-" + this.fixture.newId();
		long id = this.fixture.newId();
		this.fixture.newAccount(id, owner, 5);
		this.fixture.newAccount(this.fixture.newId(), owner, 5);
		VersionedUpdate both = VersionedUpdate.of("account", Columns.of("owner", owner), 0, Columns.of("balance", 6));
		assertThatExceptionOfType(JdbcUpdateAffectedIncorrectNumberOfRowsException.class)
			.isThrownBy(() -> this.fixture.inTransaction(() -> this.updates.tryUpdate(both)));
		assertThat(this.fixture.balance(id)).isEqualTo(5);
		assertThat(this.fixture.listener.heard).containsExactly("account OPTIMISTIC_UPDATE FAILED");
	}

	@Test
	void versionMayBeInAnotherColumn() {
		long id = this.fixture.newAccount(5);
		VersionedUpdate rename = VersionedUpdate.of("account", Columns.of("id", id), 5, Columns.of("owner", "new"));
		assertThat(this.updates.tryUpdate(rename.versionedBy("balance"))).isTrue();
		assertThat(this.fixture.balance(id)).isEqualTo(6);
	}

	@Test
	void emptyKeyEmptyChangeAndAssignedVersionAreRefused() {
		Columns some = Columns.of("id", 1);
		assertThatIllegalArgumentException().isThrownBy(() -> VersionedUpdate.of("account", Columns.none(), 0, some));
		assertThatIllegalArgumentException().isThrownBy(() -> VersionedUpdate.of("account", some, 0, Columns.none()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> VersionedUpdate.of("account", some, 0, Columns.of("VERSION", 3)));
	}

	private long version(long id) {
		return this.fixture.number("SELECT version FROM account WHERE id = " + id);
	}

	private static VersionedUpdate change(long id, long version, long balance) {
		return VersionedUpdate.of("account", Columns.of("id", id), version, Columns.of("balance", balance));
	}

}
