package io.escrowmint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.store.QuotaStore;

/**
 * A store that notes what it is asked and answers what it was told, in order. Without a
 * further answer a call stays pending.
 */
final class ScriptedStore implements QuotaStore {

	final List<Object> calls = new CopyOnWriteArrayList<>();

	private final Deque<CompletableFuture<Object>> answers = new ArrayDeque<>();

	ScriptedStore answer(Object outcome) {
		return then(CompletableFuture.completedFuture(outcome));
	}

	ScriptedStore fail(Throwable failure) {
		return then(CompletableFuture.failedFuture(failure));
	}

	synchronized ScriptedStore then(CompletableFuture<Object> answer) {
		this.answers.add(answer);
		return this;
	}

	@Override
	public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
		return next(command);
	}

	@Override
	public <R> CompletionStage<R> query(Query<R> query) {
		return next(query);
	}

	@SuppressWarnings("unchecked")
	private synchronized <R> CompletionStage<R> next(Object call) {
		this.calls.add(call);
		CompletableFuture<Object> answer = this.answers.poll();
		return (CompletionStage<R>) ((answer != null) ? answer : new CompletableFuture<>());
	}

}
