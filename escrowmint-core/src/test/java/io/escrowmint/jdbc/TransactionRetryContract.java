package io.escrowmint.jdbc;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.springframework.core.Ordered;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

abstract class TransactionRetryContract extends JdbcContract {

	private final RowLocks locks;

	TransactionRetryContract(JdbcFixture fixture) {
		super(fixture);
		this.locks = new RowLocks(fixture.dataSource(), JdbcListener.NONE);
	}

	@Test
	void eachAttemptIsATransactionOfItsOwn() {
		long id = this.fixture.newId();
		AtomicInteger attempts = new AtomicInteger();
		int result = this.fixture.retry(3).execute(() -> {
			this.fixture.newAccount(id, "owner", attempts.get());
			if (attempts.incrementAndGet() < 3) {
				throw new OptimisticLockingFailureException("again");
			}
			return attempts.get();
		});
		assertThat(result).isEqualTo(3);
		assertThat(this.fixture.balance(id)).isEqualTo(2);
		assertThat(this.fixture.listener.heard).containsExactly("collided 1", "collided 2");
	}

	@Test
	void lastFailureIsThrownAfterTheLastAttempt() {
		AtomicInteger attempts = new AtomicInteger();
		assertThatExceptionOfType(OptimisticLockingFailureException.class)
			.isThrownBy(() -> this.fixture.retry(4).run(() -> {
				throw new OptimisticLockingFailureException("attempt " + attempts.incrementAndGet());
			}))
			.withMessage("attempt 4");
		assertThat(this.fixture.listener.heard).endsWith("collided 3", "collided 4 last");
	}

	@Test
	void failureThatIsNoCollisionEndsIt() {
		long id = this.fixture.newAccount(1);
		AtomicInteger attempts = new AtomicInteger();
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> this.fixture.retry(5).run(() -> {
			attempts.incrementAndGet();
			this.fixture.newAccount(id, "again", 1);
		}));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.fixture.retry(5).run(() -> {
			attempts.incrementAndGet();
			throw new AssertionError("no");
		}));
		assertThat(attempts).hasValue(2);
		assertThat(this.fixture.listener.heard).isEmpty();
	}

	@Test
	void attemptWithinATransactionCommitsByItself() {
		long id = this.fixture.newAccount(1);
		this.fixture.transactions.executeWithoutResult((status) -> {
			this.fixture.retry(2).run(() -> this.fixture.setBalance(id, 2));
			status.setRollbackOnly();
		});
		assertThat(this.fixture.balance(id)).isEqualTo(2);
	}

	@Test
	void deadlockIsRetried() throws Exception {
		long first = this.fixture.newAccount(0);
		long second = this.fixture.newAccount(0);
		CyclicBarrier both = new CyclicBarrier(2);
		Future<?> other = this.fixture.others.submit(() -> incrementBoth(second, first, both));
		incrementBoth(first, second, both);
		JdbcFixture.get(other);
		assertThat(this.fixture.balance(first)).isEqualTo(2);
		assertThat(this.fixture.balance(second)).isEqualTo(2);
		assertThat(this.fixture.listener.collisions).hasPositiveValue();
	}

	@Test
	void lockTimeoutIsRetried() {
		long id = this.fixture.newAccount(1);
		Future<?>[] waiter = new Future<?>[1];
		this.fixture.whileOpen(() -> increment(id), () -> {
			waiter[0] = this.fixture.others.submit(() -> this.fixture.retry(10_000).run(() -> {
				shortenLockTimeout();
				increment(id);
			}));
			await().atMost(JdbcFixture.PATIENCE).until(() -> this.fixture.listener.collisions.get() > 0);
		});
		JdbcFixture.get(waiter[0]);
		assertThat(this.fixture.balance(id)).isEqualTo(3);
	}

	@Test
	void collisionAfterTheCommitIsThrownAndNothingIsRepeated() {
		long id = this.fixture.newAccount(0);
		assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(() -> this.fixture.retry(5).run(() -> {
			increment(id);
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public int getOrder() {
					return Ordered.HIGHEST_PRECEDENCE;
				}

				@Override
				public void afterCommit() {
					throw new CannotAcquireLockException("in a transaction of its own");
				}

			});
		})).withMessageContaining("of its own");
		assertThat(this.fixture.balance(id)).isEqualTo(1);
		assertThat(this.fixture.listener.heard).isEmpty();
	}

	@Test
	void collisionBeforeTheCommitIsRetried() {
		long id = this.fixture.newAccount(0);
		AtomicInteger attempts = new AtomicInteger();
		this.fixture.retry(5).run(() -> {
			increment(id);
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void beforeCommit(boolean readOnly) {
					if (attempts.incrementAndGet() < 3) {
						throw new OptimisticLockingFailureException("flushed");
					}
				}

			});
		});
		assertThat(this.fixture.balance(id)).isEqualTo(1);
		assertThat(attempts).hasValue(3);
	}

	@Test
	void optionsOutOfRangeAreRefused() {
		Duration second = Duration.ofSeconds(1);
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryOptions(0, second, second));
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryOptions(1, Duration.ZERO, second));
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryOptions(1, second, Duration.ofMillis(999)));
	}

	private void incrementBoth(long first, long second, CyclicBarrier both) {
		AtomicInteger attempts = new AtomicInteger();
		this.fixture.retry(20).run(() -> {
			increment(first);
			if (attempts.incrementAndGet() == 1) {
				meet(both);
			}
			increment(second);
		});
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void increment(long id) {
		RowSelection row = RowSelection.of("account", Columns.of("id", id));
		long balance = this.locks.lockOne(row, (found, number) -> found.getLong("balance")).orElseThrow();
		this.fixture.setBalance(id, balance + 1);
	}

	private void shortenLockTimeout() {
		this.fixture.execute(switch (this.fixture.dialect()) {
			case POSTGRESQL -> "SET LOCAL lock_timeout = '100ms'";
			case MARIADB -> "SET SESSION innodb_lock_wait_timeout = 1";
			case H2 -> "SET LOCK_TIMEOUT 100";
		});
	}

}
