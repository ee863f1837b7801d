package io.escrowmint.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.escrowmint.testing.TestDatabase;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A database with the tables of the contract. Each test takes rows of its own.
 */
final class JdbcFixture implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final AtomicLong IDS = new AtomicLong(1000);

	final TestDatabase database;

	final JdbcClient sql;

	final TransactionTemplate transactions;

	final RecordingListener listener = new RecordingListener();

	final ExecutorService others = Executors.newCachedThreadPool();

	JdbcFixture(TestDatabase database) {
		this.database = database;
		this.sql = JdbcClient.create(dataSource());
		this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource()));
		create();
	}

	private void create() {
		execute("CREATE TABLE account (id BIGINT NOT NULL, owner VARCHAR(400), balance BIGINT NOT NULL, "
				+ "version BIGINT NOT NULL, CONSTRAINT pk_account PRIMARY KEY (id))");
		execute("CREATE TABLE request (id BIGINT NOT NULL, request_key VARCHAR(100) NOT NULL, other_key VARCHAR(100), "
				+ "CONSTRAINT pk_request PRIMARY KEY (id), CONSTRAINT uq_request_key UNIQUE (request_key), "
				+ "CONSTRAINT uq_other_key UNIQUE (other_key))");
	}

	DataSource dataSource() {
		return this.database.dataSource();
	}

	SqlDialect dialect() {
		return new Database(dataSource(), JdbcListener.NONE).dialect();
	}

	void execute(String statement) {
		this.sql.sql(statement).update();
	}

	long newAccount(long balance) {
		long id = IDS.incrementAndGet();
		newAccount(id, "owner-" + id, balance);
		return id;
	}

	void newAccount(long id, String owner, long balance) {
		this.sql.sql("INSERT INTO account (id, owner, balance, version) VALUES (?, ?, ?, 0)")
			.params(List.of(id, owner, balance))
			.update();
	}

	long newId() {
		return IDS.incrementAndGet();
	}

	long balance(long id) {
		return number("SELECT balance FROM account WHERE id = " + id);
	}

	void setBalance(long id, long balance) {
		this.sql.sql("UPDATE account SET balance = ? WHERE id = ?").params(List.of(balance, id)).update();
	}

	long number(String query) {
		return this.sql.sql(query).query(Long.class).single();
	}

	<T> T inTransaction(Supplier<T> work) {
		return this.transactions.execute((status) -> work.get());
	}

	/**
	 * Runs the first work in a transaction of another thread, and the second while that
	 * transaction is open.
	 */
	void whileOpen(Runnable held, Runnable meanwhile) {
		CountDownLatch reached = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		Future<?> other = this.others.submit(() -> this.transactions.executeWithoutResult((status) -> {
			held.run();
			reached.countDown();
			await(done);
		}));
		try {
			if (!reachedWithin(reached, other)) {
				throw new IllegalStateException("The other transaction did not get that far");
			}
			meanwhile.run();
		}
		finally {
			done.countDown();
			get(other);
		}
	}

	private static boolean reachedWithin(CountDownLatch reached, Future<?> other) {
		for (long waited = 0; waited < PATIENCE.toMillis() && !other.isDone(); waited += 50) {
			try {
				if (reached.await(50, TimeUnit.MILLISECONDS)) {
					return true;
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return reached.getCount() == 0;
	}

	static void await(CountDownLatch latch) {
		try {
			if (!latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new IllegalStateException("Nobody came");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static <T> T get(Future<T> future) {
		try {
			return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	TransactionRetry retry(int attempts) {
		return new TransactionRetry(new JdbcTransactionManager(dataSource()),
				new RetryOptions(attempts, Duration.ofMillis(1), Duration.ofMillis(50)), this.listener);
	}

	@Override
	public void close() {
		this.others.shutdownNow();
		this.database.close();
	}

}
