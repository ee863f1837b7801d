package io.escrowmint.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.escrowmint.metering.Ending;
import io.escrowmint.metering.MeteringSession;
import org.jspecify.annotations.Nullable;

/**
 * Settles a call when the future that it returned completes.
 *
 * @param session the session of the call
 * @param first whether the caller sees the result only when the call is settled
 */
record StageMetering(MeteringSession session, boolean first) {

	<T> CompletionStage<T> settled(CompletionStage<T> stage, Class<?> type) {
		if (!this.first || !type.isAssignableFrom(CompletableFuture.class)) {
			stage.whenComplete((value, failure) -> end(failure));
			return stage;
		}
		CompletableFuture<T> answer = new CompletableFuture<>();
		stage.whenComplete((value, failure) -> end(failure).whenComplete((done, none) -> {
			if (failure != null) {
				answer.completeExceptionally(failure);
			}
			else {
				answer.complete(value);
			}
		}));
		answer.whenComplete((value, failure) -> {
			if (answer.isCancelled()) {
				stage.toCompletableFuture().cancel(true);
			}
		});
		return answer;
	}

	private CompletionStage<Void> end(@Nullable Throwable failure) {
		return this.session.end((failure != null) ? Ending.failed() : Ending.returned());
	}

}
