package io.escrowmint.stream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DuplicateKeyException;

/**
 * Keeps state and position of a processor in a row, and handles messages in the
 * transaction that changes it: the row is locked, token and position are compared, the
 * handler writes, the row moves on, and all of it commits or none. A commit whose answer
 * was lost is found out by the next claim.
 */
final class SqlCommits implements CommitStrategy {

	private static final String COLUMNS = "owner, owned_until, token, reached, version, state, takes, tries, tries_at";

	private final SqlStreamStore store;

	private final String processor;

	private final String reader;

	private final String owner;

	private final long ownership;

	private final SqlLetters letters;

	private final int replays;

	/**
	 * Creates commits.
	 * @param store the database
	 * @param processor the key of its row
	 * @param reader whose the dead letters are
	 * @param owner this process
	 * @param ownership for how long a claim holds
	 * @param replays how often a dead letter is tried that is to be handled again; 0 if
	 * none is
	 */
	SqlCommits(SqlStreamStore store, String processor, String reader, String owner, Duration ownership, int replays) {
		this.replays = replays;
		this.store = store;
		this.processor = processor;
		this.reader = reader;
		this.owner = owner;
		this.ownership = ownership.toMillis();
		this.letters = store.letters(reader);
	}

	// Who stands by asks often, and locks nothing: it neither waits for the owner's
	// transaction nor writes. Two transactions, for a snapshot may forbid a later lock.
	@Override
	public Claim claim() {
		Optional<Claim> anothers = this.store.transactions().execute((status) -> anothers(read("")));
		return anothers.orElseGet(() -> required(this.store.transactions().execute((status) -> claimed())));
	}

	private Optional<Claim> anothers(@Nullable Row row) {
		if (row == null || row.owner() == null || this.owner.equals(row.owner()) || row.until() <= row.now()) {
			return Optional.empty();
		}
		return Optional.of(Claim.standby(row.until() - row.now()));
	}

	private Claim claimed() {
		Row row = lock();
		if (row == null) {
			begin();
			return Claim.standby(0);
		}
		return anothers(row).orElseGet(() -> claimed(row));
	}

	private Claim claimed(Row row) {
		long token = Math.max(row.token() + 1, row.now());
		int takes = row.takes() + (this.owner.equals(row.owner()) ? 0 : 1);
		this.store.jdbc()
			.update("update escrowmint_stream_processor set owner = ?, owned_until = ?, token = ?, takes = ? where processor = ?",
					this.owner, row.now() + this.ownership, token, takes, this.processor);
		return Claim.of(token, StreamPosition.parse(row.position()), row.version(),
				(row.state() != null) ? row.state() : new byte[0], takes);
	}

	// Another instance may be first; then there is nothing to do.
	private void begin() {
		try {
			this.store.jdbc()
				.update("insert into escrowmint_stream_processor (processor, owned_until, token, reached, version, takes, tries) values (?, 0, 0, ?, 1, 0, 0)",
						this.processor, StreamPosition.BEGINNING.toString());
		}
		catch (DuplicateKeyException ex) {
			throw new IllegalStateException("Another instance has just begun the processor " + this.processor, ex);
		}
	}

	@Override
	public boolean renew(Claim claim) {
		return this.store.change("update escrowmint_stream_processor set owned_until = " + this.store.now()
				+ " + ? where processor = ? and token = ?", this.ownership, this.processor, claim.token());
	}

	@Override
	public int attempt(Claim claim, StreamPosition message) {
		return required(this.store.transactions().execute((status) -> {
			Row row = lock();
			if (row == null || row.token() != claim.token()) {
				return 0;
			}
			int tries = message.toString().equals(row.triesAt()) ? row.tries() + 1 : 1;
			this.store.jdbc()
				.update("update escrowmint_stream_processor set tries = ?, tries_at = ?, owned_until = ? where processor = ?",
						tries, message.toString(), row.now() + this.ownership, this.processor);
			return tries;
		}));
	}

	@Override
	public @Nullable Replay replay(Claim claim) {
		return (this.replays > 0) ? this.letters.next(this.processor, claim.token(), this.replays) : null;
	}

	@Override
	public CommitResult commit(Claim claim, Handling handling) throws Exception {
		AtomicBoolean isHandled = new AtomicBoolean();
		try {
			return required(this.store.transactions().execute((status) -> {
				Row row = lock();
				if (row == null || row.token() != claim.token()) {
					return CommitResult.FENCED;
				}
				if (!row.position().equals(claim.position().toString())) {
					return CommitResult.MOVED;
				}
				CommitRequest request = handled(handling);
				isHandled.set(true);
				if (request.done() != null && !this.letters.discardWithin(request.done())) {
					status.setRollbackOnly();
					return CommitResult.MOVED;
				}
				write(request, row.now());
				return CommitResult.COMMITTED;
			}));
		}
		catch (HandlingFailed ex) {
			throw ex.failure;
		}
		catch (RuntimeException ex) {
			if (!isHandled.get() || !RefusedTransaction.isOne(ex)) {
				throw ex;
			}
			throw new CommitRefusedException(
					"The transaction cannot commit: " + NestedExceptionUtils.getMostSpecificCause(ex).getMessage(), ex);
		}
	}

	private static CommitRequest handled(Handling handling) {
		try {
			return handling.handle();
		}
		catch (Exception ex) {
			throw new HandlingFailed(ex);
		}
	}

	private void write(CommitRequest request, long now) {
		request.dead().forEach((letter) -> this.store.bury(this.reader, letter));
		this.store.jdbc()
			.update("update escrowmint_stream_processor set reached = ?, version = ?, state = ?, takes = 0, owned_until = ? where processor = ?",
					request.position().toString(), request.version(), request.state(), now + this.ownership,
					this.processor);
	}

	@Override
	public void release(Claim claim) {
		this.store.change(
				"update escrowmint_stream_processor set owner = null, takes = 0 where processor = ? and token = ?",
				this.processor, claim.token());
	}

	@Override
	public void reset() {
		// The pool sees to its connections.
	}

	private @Nullable Row lock() {
		return read(" for update");
	}

	private @Nullable Row read(String locking) {
		List<Row> rows = this.store.jdbc()
			.query("select " + COLUMNS + ", " + this.store.now()
					+ " as db_now from escrowmint_stream_processor where processor = ?" + locking,
					(result, number) -> new Row(result.getString("owner"), result.getLong("owned_until"),
							result.getLong("token"), result.getString("reached"), result.getInt("version"),
							result.getBytes("state"), result.getInt("takes"), result.getInt("tries"),
							result.getString("tries_at"), result.getLong("db_now")),
					this.processor);
		return rows.isEmpty() ? null : rows.get(0);
	}

	private static <T> T required(@Nullable T value) {
		if (value == null) {
			throw new IllegalStateException("The transaction had no result");
		}
		return value;
	}

	/**
	 * Carries what a handler threw through the transaction, which it rolls back.
	 */
	private static final class HandlingFailed extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient Exception failure;

		HandlingFailed(Exception failure) {
			super(failure);
			this.failure = failure;
		}

	}

	@SuppressWarnings("ArrayRecordComponent")
	private record Row(@Nullable String owner, long until, long token, String position, int version,
			byte @Nullable [] state, int takes, int tries, @Nullable String triesAt, long now) {

	}

}
