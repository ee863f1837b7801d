package io.escrowmint.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Remembers in the transaction of a handler which message it has handled, so that one
 * that comes again is acknowledged and not handled: effectively once. A message is known
 * by its stream and group, so that groups share nothing and listeners of one group all;
 * and by its id and content, because ids can repeat after a failover of Redis.
 * <p>
 * Two consumers with the same message wait for each other in the database, and the second
 * does nothing if the first commits. Rows are forgotten after a time, some at each purge.
 */
public final class JdbcProcessedMessages implements QueueTransaction {

	private static final Logger logger = LoggerFactory.getLogger(JdbcProcessedMessages.class);

	private static final int PURGED_AT_ONCE = 500;

	private static final String OLD = "select reader, entry, digest from escrowmint_stream_processed"
			+ " where processed_at < ? order by processed_at, reader, entry, digest limit " + PURGED_AT_ONCE;

	private static final long PURGE_NANOS = Duration.ofMinutes(10).toNanos();

	private final JdbcTemplate jdbc;

	private final QueueTransaction transaction;

	private final TransactionTemplate purging;

	private final Duration retention;

	private final AtomicLong nextPurge = new AtomicLong(System.nanoTime());

	/**
	 * Creates the memory.
	 * @param source the database that handlers write to
	 * @param transactions begins, commits and rolls back in that database; if they turn
	 * out to be another's, every message fails with a
	 * {@link StreamMisconfiguredException} and stays where it is
	 * @param retention for how long a message is remembered; longer than it may lie in
	 * its stream unacknowledged
	 */
	public JdbcProcessedMessages(DataSource source, TransactionOperations transactions, Duration retention) {
		SqlTransactions own = new SqlTransactions(source, transactions);
		this.jdbc = own.jdbc();
		this.transaction = new SpringQueueTransaction(own);
		this.purging = new TransactionTemplate(new JdbcTransactionManager(source));
		this.purging.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		// Else MariaDB and MySQL lock gaps, which rows of new messages belong into.
		this.purging.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
		this.retention = retention;
	}

	@Override
	public void execute(String reader, Delivery delivery, Work work) throws Exception {
		try {
			this.transaction.execute(reader, delivery, () -> {
				remember(reader, delivery);
				work.run();
			});
		}
		catch (KnownMessage ex) {
			logger.debug("{} has handled {} before", reader, delivery.id());
		}
		purgeNowAndThen();
	}

	// Nothing else is written here, so no other constraint can be broken.
	private void remember(String reader, Delivery delivery) {
		try {
			this.jdbc.update(
					"insert into escrowmint_stream_processed (reader, entry, digest, processed_at) values (?, ?, ?, ?)",
					reader, delivery.id(), digest(delivery.message()), System.currentTimeMillis());
		}
		catch (DuplicateKeyException ex) {
			throw new KnownMessage();
		}
	}

	private static String digest(StreamMessage message) {
		Sha256 digest = new Sha256();
		message.fields().forEach((name, value) -> {
			byte[] bytes = Publication.utf8(name);
			digest.of(Publication.utf8(bytes.length + ":" + value.length + ":")).of(bytes).of(value);
		});
		return digest.hex();
	}

	private void purgeNowAndThen() {
		long due = this.nextPurge.get();
		if (System.nanoTime() - due < 0 || !this.nextPurge.compareAndSet(due, System.nanoTime() + PURGE_NANOS)) {
			return;
		}
		try {
			if (purgeSome() >= PURGED_AT_ONCE) {
				this.nextPurge.set(System.nanoTime());
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Old rows of escrowmint_stream_processed could not be deleted; trying again later", ex);
		}
	}

	/**
	 * Forgets what is old enough, some at a time, each time in a transaction of its own
	 * that locks nothing else. What is gone when it fails stays gone.
	 * @return how many messages
	 */
	public int purge() {
		int gone = 0;
		int some;
		do {
			some = purgeSome();
			gone += some;
		}
		while (some >= PURGED_AT_ONCE);
		return gone;
	}

	// By their keys, so that no plan of the database locks any other row.
	private int purgeSome() {
		long old = System.currentTimeMillis() - this.retention.toMillis();
		Integer gone = this.purging.execute((status) -> {
			List<Object[]> keys = this.jdbc.query(OLD, (row, number) -> new Object[] { row.getString("reader"),
					row.getString("entry"), row.getString("digest") }, old);
			this.jdbc.batchUpdate(
					"delete from escrowmint_stream_processed where reader = ? and entry = ? and digest = ?", keys);
			return keys.size();
		});
		return (gone != null) ? gone : 0;
	}

	/**
	 * Rolls back what a repeated message has begun.
	 */
	private static final class KnownMessage extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
