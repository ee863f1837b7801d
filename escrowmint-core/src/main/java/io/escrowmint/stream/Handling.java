package io.escrowmint.stream;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One pass over some messages: calls the handler for each, and collects what is to be
 * committed. What a failed pass made is dropped with it.
 */
final class Handling {

	private final Processing processing;

	private final List<StreamMessage> messages;

	private final Progress progress;

	private final List<Publication> published = new ArrayList<>();

	private final List<Publication> dead = new ArrayList<>();

	private final List<Throwable> causes = new ArrayList<>();

	private @Nullable Object state;

	private @Nullable CommitRequest request;

	private StreamPosition position;

	private @Nullable String done;

	Handling(Processing processing, List<StreamMessage> messages, @Nullable Object state, Progress progress) {
		this.progress = progress;
		this.processing = processing;
		this.messages = messages;
		this.state = state;
		this.position = messages.get(messages.size() - 1).position();
	}

	/**
	 * Handles a dead letter again, which leaves the position where it is.
	 */
	Handling again(Replay replay, StreamPosition at) {
		this.position = at;
		this.done = replay.id();
		return this;
	}

	CommitRequest handle() throws Exception {
		for (int index = 0; index < this.messages.size(); index++) {
			handle(index, this.messages.get(index));
		}
		CommitRequest made = new CommitRequest(this.position, this.processing.definition().state().version(), written(),
				this.published, this.dead, this.done);
		this.request = made;
		return made;
	}

	private void handle(int index, StreamMessage message) throws Exception {
		Object value;
		try {
			value = this.processing.reader().read(message);
		}
		catch (MalformedMessageException ex) {
			malformed(index, message, ex);
			return;
		}
		catch (Error ex) {
			throw new HandlerFailure(index, HandlerFailure.counted(ex));
		}
		call(index, message, value);
	}

	private void malformed(int index, StreamMessage message, MalformedMessageException error) throws HandlerFailure {
		if (this.processing.options().poison() == PoisonPolicy.BLOCK) {
			throw new HandlerFailure(index, error);
		}
		this.dead.add(this.processing.dead(message, 1, error));
		this.causes.add(error);
	}

	private void call(int index, StreamMessage message, Object value) throws Exception {
		StagedTransaction tx = new StagedTransaction(message, this.processing.rule(), this.processing.codec());
		try {
			this.state = this.processing.definition().processor().handle(this.state, value, tx);
		}
		catch (Throwable ex) {
			Throwable error = HandlerFailure.counted(ex);
			if (this.progress.isStopping()) {
				throw new IllegalStateException("Stopped while a message was handled", error);
			}
			throw new HandlerFailure(index, error);
		}
		finally {
			this.published.addAll(tx.close());
		}
	}

	private byte[] written() {
		try {
			return StateFormat.write(this.processing.codec(), this.state);
		}
		catch (RuntimeException | Error ex) {
			throw new CommitRefusedException("The state cannot be written", HandlerFailure.counted(ex));
		}
	}

	@Nullable Object state() {
		return this.state;
	}

	List<Throwable> causes() {
		return this.causes;
	}

	int handled() {
		return this.messages.size() - this.causes.size();
	}

	CommitRequest request() {
		if (this.request == null) {
			throw new IllegalStateException("Nothing was handled");
		}
		return this.request;
	}

}
