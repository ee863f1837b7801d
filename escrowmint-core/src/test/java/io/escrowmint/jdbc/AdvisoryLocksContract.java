package io.escrowmint.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

abstract class AdvisoryLocksContract extends JdbcContract {

	private static final Duration SHORT = Duration.ofMillis(300);

	final AdvisoryLocks locks;

	AdvisoryLocksContract(JdbcFixture fixture) {
		super(fixture);
		this.locks = new AdvisoryLocks(fixture.dataSource(), fixture.listener);
	}

	@Test
	void nameIsLockedUntilTheTransactionEnds() {
		this.fixture.whileOpen(() -> lock("name"), () -> assertThat(isFree("name")).isFalse());
		assertThat(isFree("name")).isTrue();
		assertThat(this.fixture.listener.heard).containsExactly("ADVISORY ACQUIRED", "ADVISORY TIMED_OUT",
				"ADVISORY ACQUIRED");
	}

	@Test
	void rollbackFreesTheName() {
		assertThatIllegalStateException().isThrownBy(() -> this.fixture.inTransaction(() -> {
			lock("rolled back");
			throw new IllegalStateException("no");
		}));
		assertThat(isFree("rolled back")).isTrue();
	}

	@Test
	void nameIsFreeAlthoughThePooledConnectionLivesOn() {
		try (HikariDataSource pool = this.fixture.database.pool(1)) {
			AdvisoryLocks pooled = new AdvisoryLocks(pool, JdbcListener.NONE);
			TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
			if (this.fixture.dialect() == SqlDialect.H2) {
				assertThat(isFree("pooled")).isTrue();
			}
			long session = transactions.execute((status) -> {
				pooled.lock("pooled", SHORT);
				pooled.lock("pooled", SHORT);
				assertThat(isFreeElsewhere("pooled")).isFalse();
				return session(pool);
			});
			assertThat(isFreeElsewhere("pooled")).isTrue();
			assertThat(session(pool)).isEqualTo(session);
		}
	}

	@Test
	void waitingEndsInTimeAndTheTransactionGoesOn() {
		long id = this.fixture.newAccount(1);
		this.fixture.whileOpen(() -> lock("busy"), () -> this.fixture.transactions.executeWithoutResult((status) -> {
			this.fixture.setBalance(id, 2);
			long start = System.nanoTime();
			assertThat(this.locks.tryLock("busy", SHORT)).isFalse();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT.minusMillis(20),
					SHORT.plusSeconds(15));
			this.fixture.execute("UPDATE account SET balance = balance + 1 WHERE id = " + id);
		}));
		assertThat(this.fixture.balance(id)).isEqualTo(3);
	}

	@Test
	void waiterGetsTheNameWhenItIsFreeAndSeesWhatWasDone() {
		long id = this.fixture.newAccount(1);
		Future<?>[] waiter = new Future<?>[1];
		this.fixture.whileOpen(() -> {
			lock("handed over");
			this.fixture.setBalance(id, 2);
		}, () -> {
			waiter[0] = this.fixture.others.submit(() -> this.fixture.inTransaction(() -> {
				this.locks.lock("handed over", Duration.ofSeconds(Long.MAX_VALUE));
				return this.fixture.balance(id);
			}));
			await().pollDelay(Duration.ofMillis(200)).until(() -> !waiter[0].isDone());
		});
		assertThat(JdbcFixture.get(waiter[0])).isEqualTo(2L);
	}

	@Test
	void lockThatCannotBeHadIsThrown() {
		this.fixture.whileOpen(() -> lock("taken"), () -> assertThatExceptionOfType(CannotAcquireLockException.class)
			.isThrownBy(() -> this.fixture.inTransaction(() -> {
				this.locks.lock("taken", SHORT);
				return 1;
			}))
			.withMessageContaining("taken"));
	}

	@Test
	void hostileNamesMeetOnlyThemselves() {
		List<String> held = List.of("a", "\u00e4", "x".repeat(10_000), "'; DROP TABLE account; --", "%", "\ud83d\ude00",
				"nul \u0000", "1");
		List<String> free = List.of("A", "a ", "a\u0308", "x".repeat(9_999), "'; DROP TABLE account; -- ", "_",
				"\ud83d\ude01", "nul ", "01");
		this.fixture.whileOpen(() -> held.forEach(this::lock), () -> {
			assertThat(held).noneMatch(this::isFree);
			assertThat(free).allMatch(this::isFree);
		});
		assertThat(held).allMatch(this::isFree);
	}

	@Test
	void lockWithoutATransactionIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> this.locks.tryLock("name", SHORT))
			.withMessageContaining("needs a transaction");
	}

	@Test
	void badArgumentsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.locks.tryLock("", SHORT));
		assertThatIllegalArgumentException().isThrownBy(() -> this.locks.tryLock("a", Duration.ofMillis(-1)));
	}

	void lock(String name) {
		this.locks.lock(name, JdbcFixture.PATIENCE);
	}

	boolean isFree(String name) {
		return this.fixture.inTransaction(() -> this.locks.tryLock(name, Duration.ZERO));
	}

	private boolean isFreeElsewhere(String name) {
		return JdbcFixture.get(this.fixture.others.submit(() -> isFree(name)));
	}

	private long session(HikariDataSource pool) {
		return JdbcClient.create(pool).sql(switch (this.fixture.dialect()) {
			case POSTGRESQL -> "SELECT pg_backend_pid()";
			case MARIADB -> "SELECT CONNECTION_ID()";
			case H2 -> "SELECT SESSION_ID()";
		}).query(Long.class).single();
	}

}
