package io.escrowmint.spring;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.store.QuotaStore;

/**
 * A store whose answers the test gives.
 */
public final class StoreOfFutures implements QuotaStore {

	public final List<CompletableFuture<Object>> asked = new CopyOnWriteArrayList<>();

	public volatile Supplier<CompletableFuture<Object>> next = CompletableFuture::new;

	@Override
	public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
		return answer();
	}

	@Override
	public <R> CompletionStage<R> query(Query<R> query) {
		return answer();
	}

	@SuppressWarnings("unchecked")
	private <R> CompletionStage<R> answer() {
		CompletableFuture<Object> answer = this.next.get();
		this.asked.add(answer);
		return (CompletionStage<R>) answer;
	}

}
