package io.escrowmint.contract;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.escrowmint.model.Command;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.Query;
import org.jspecify.annotations.Nullable;

/**
 * One step of a history, and what an engine answers to it. Its text reads like code.
 */
sealed interface HistoryStep {

	/**
	 * Takes the step without waiting for the answer.
	 * @param engine the engine
	 * @return what the engine answers: an outcome, an answer, the text of the exception
	 * it threw; {@code null} to what has no answer
	 */
	CompletionStage<@Nullable Object> begin(Engine engine);

	/**
	 * Takes the step.
	 * @param engine the engine
	 * @param calls calls to the engine
	 * @return what the engine answered, as {@link #begin} tells it
	 */
	default @Nullable Object take(Engine engine, Calls calls) {
		return Calls.await(begin(engine));
	}

	private static <T> CompletionStage<@Nullable Object> answerOf(CompletionStage<T> stage) {
		CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
		stage.whenComplete((value, error) -> {
			if (error != null && !(error instanceof EscrowMintException)) {
				answer.completeExceptionally(error);
			}
			else {
				answer.complete((error != null) ? error.toString() : value);
			}
		});
		return answer;
	}

	/**
	 * Applies a command.
	 *
	 * @param command the command
	 */
	record Apply(Command<?> command) implements HistoryStep {

		@Override
		public CompletionStage<@Nullable Object> begin(Engine engine) {
			return answerOf(engine.store().execute(this.command));
		}

		@Override
		public String toString() {
			return "calls.apply(" + this.command + ");";
		}

	}

	/**
	 * Asks a query.
	 *
	 * @param query the query
	 */
	record Ask(Query<?> query) implements HistoryStep {

		@Override
		public CompletionStage<@Nullable Object> begin(Engine engine) {
			return answerOf(engine.store().query(this.query));
		}

		@Override
		public String toString() {
			return "calls.ask(" + this.query + ");";
		}

	}

	/**
	 * Moves the clock, which blocks.
	 *
	 * @param time by how much; negative: back
	 */
	record Move(Duration time) implements HistoryStep {

		@Override
		public CompletionStage<@Nullable Object> begin(Engine engine) {
			if (this.time.isNegative()) {
				engine.setBack(this.time.negated());
			}
			else {
				engine.advance(this.time);
			}
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public String toString() {
			return this.time.isNegative() ? "engine.setBack(ofMillis(" + -this.time.toMillis() + "));"
					: "engine.advance(ofMillis(" + this.time.toMillis() + "));";
		}

	}

	/**
	 * Switches events on or off.
	 *
	 * @param enabled whether events are written from now on
	 */
	record Events(boolean enabled) implements HistoryStep {

		@Override
		public CompletionStage<@Nullable Object> begin(Engine engine) {
			return engine.events().enable(this.enabled).thenApply((done) -> null);
		}

		@Override
		public String toString() {
			return "engine.events().enable(" + this.enabled + ");";
		}

	}

}
