package io.escrowmint.contract;

import java.time.Duration;

import io.escrowmint.model.Command;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.Query;
import org.jspecify.annotations.Nullable;

/**
 * One step of a history, and what an engine answers to it. Its text reads like code.
 */
sealed interface HistoryStep {

	/**
	 * Takes the step.
	 * @param engine the engine
	 * @param calls calls to the engine
	 * @return what the engine answered: an outcome, an answer, the exception it threw;
	 * {@code null} to what has no answer
	 */
	@Nullable Object take(Engine engine, Calls calls);

	/**
	 * Applies a command.
	 *
	 * @param command the command
	 */
	record Apply(Command<?> command) implements HistoryStep {

		@Override
		public Object take(Engine engine, Calls calls) {
			try {
				return calls.send(this.command);
			}
			catch (EscrowMintException ex) {
				return ex.toString();
			}
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
		public Object take(Engine engine, Calls calls) {
			try {
				return calls.ask(this.query);
			}
			catch (EscrowMintException ex) {
				return ex.toString();
			}
		}

		@Override
		public String toString() {
			return "calls.ask(" + this.query + ");";
		}

	}

	/**
	 * Moves the clock.
	 *
	 * @param time by how much; negative: back
	 */
	record Move(Duration time) implements HistoryStep {

		@Override
		public @Nullable Object take(Engine engine, Calls calls) {
			if (this.time.isNegative()) {
				engine.setBack(this.time.negated());
			}
			else {
				engine.advance(this.time);
			}
			return null;
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
		public @Nullable Object take(Engine engine, Calls calls) {
			Calls.await(engine.events().enable(this.enabled));
			return null;
		}

		@Override
		public String toString() {
			return "engine.events().enable(" + this.enabled + ");";
		}

	}

}
