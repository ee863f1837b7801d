package io.escrowmint.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.escrowmint.model.Query;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.WalletState;
import io.escrowmint.store.EventFrame;
import org.jspecify.annotations.Nullable;

/**
 * Two engines that take the same histories, each under wallet names of its own, and must
 * answer alike. For one thread.
 */
final class HistoryPair implements AutoCloseable {

	private static final AtomicLong RUNS = new AtomicLong();

	private final Side subject;

	private final Side reference;

	private final Consumer<Object> witness;

	/**
	 * Creates a pair.
	 * @param subject the engine under test
	 * @param reference the engine that is right
	 * @param witness sees each answer and each event of the reference
	 */
	HistoryPair(Engine subject, Engine reference, Consumer<Object> witness) {
		this.subject = new Side(subject);
		this.reference = new Side(reference);
		this.witness = witness;
	}

	static String newPrefix() {
		return "history-" + Long.toHexString(System.nanoTime()) + "-" + RUNS.incrementAndGet() + ":";
	}

	/**
	 * Takes a history on both engines.
	 * @param steps the steps
	 * @param wallets the wallets that they touch
	 * @return where the engines disagree, {@code null} if they do not
	 */
	@Nullable String disagreement(List<HistoryStep> steps, List<String> wallets) {
		this.subject.begin();
		this.reference.begin();
		for (List<HistoryStep> stretch : stretches(steps)) {
			String difference = difference(this.reference.take(stretch), this.subject.take(stretch));
			if (difference != null) {
				return difference;
			}
		}
		return endDifference(wallets);
	}

	/**
	 * Cuts a history before each move of the clock, for which one has to wait: each other
	 * step is taken by whoever hears the answer to the one before.
	 */
	private static List<List<HistoryStep>> stretches(List<HistoryStep> steps) {
		List<List<HistoryStep>> stretches = new ArrayList<>();
		for (HistoryStep step : steps) {
			if (stretches.isEmpty() || step instanceof HistoryStep.Move) {
				stretches.add(new ArrayList<>());
			}
			stretches.get(stretches.size() - 1).add(step);
		}
		return stretches;
	}

	private @Nullable String difference(List<Answer> expected, List<Answer> actual) {
		for (int i = 0; i < expected.size(); i++) {
			String difference = expected.get(i).difference(actual.get(i));
			if (difference != null) {
				return difference;
			}
			Object answer = expected.get(i).answer();
			if (answer != null) {
				this.witness.accept(answer);
			}
		}
		return null;
	}

	private @Nullable String endDifference(List<String> wallets) {
		for (String wallet : wallets) {
			String difference = stateDifference(wallet);
			if (difference != null) {
				return difference;
			}
			List<WalletEvent> expected = this.reference.events(wallet);
			difference = eventDifference(wallet, expected, this.subject.events(wallet));
			if (difference != null) {
				return difference;
			}
			expected.forEach(this.witness);
		}
		return null;
	}

	private @Nullable String stateDifference(String wallet) {
		HistoryStep look = look(wallet);
		return stateDifference(wallet, this.reference.take(look), this.subject.take(look));
	}

	private static HistoryStep look(String wallet) {
		return new HistoryStep.Ask(new Query.OfWallet(wallet));
	}

	private static @Nullable String stateDifference(String wallet, @Nullable Object expected, @Nullable Object actual) {
		for (Object state : new Object[] { expected, actual }) {
			if (!(state instanceof WalletState known) || !known.figures().isLawful()) {
				return "unlawful: " + state;
			}
		}
		return difference("state of ", wallet, expected, actual);
	}

	private static @Nullable String difference(String kind, Object what, @Nullable Object expected,
			@Nullable Object actual) {
		if (Objects.equals(expected, actual)) {
			return null;
		}
		return kind + what + "\n  expected: " + expected + "\n  but was:  " + actual;
	}

	private static @Nullable String eventDifference(String wallet, List<WalletEvent> expected,
			List<WalletEvent> actual) {
		for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
			String difference = difference("event of ", wallet, at(expected, i), at(actual, i));
			if (difference != null) {
				return difference;
			}
		}
		return null;
	}

	private static @Nullable WalletEvent at(List<WalletEvent> events, int index) {
		return (index < events.size()) ? events.get(index) : null;
	}

	@Override
	public void close() {
		this.subject.engine.close();
		this.reference.engine.close();
	}

	/**
	 * What an engine answered to a step, and after a command what its wallet then looked
	 * like.
	 *
	 * @param step the step
	 * @param answer the answer
	 * @param state the state of the wallet; {@code null} after anything but a command
	 */
	private record Answer(HistoryStep step, @Nullable Object answer, @Nullable Object state) {

		@Nullable String difference(Answer actual) {
			String difference = HistoryPair.difference("", this.step, this.answer, actual.answer);
			return (difference == null && this.step instanceof HistoryStep.Apply apply)
					? stateDifference(apply.command().wallet(), this.state, actual.state) : difference;
		}

	}

	/** One engine, with how far its events are read. */
	private static final class Side {

		private final Engine engine;

		private final Calls calls;

		private final Map<Integer, String> positions = new HashMap<>();

		private final Map<Integer, String> reached = new HashMap<>();

		private Side(Engine engine) {
			this.engine = engine;
			this.calls = new Calls(engine);
		}

		void begin() {
			this.positions.putAll(this.reached);
			Calls.await(this.engine.events().enable(true));
		}

		@Nullable Object take(HistoryStep step) {
			return step.take(this.engine, this.calls);
		}

		List<Answer> take(List<HistoryStep> stretch) {
			List<Answer> answers = new ArrayList<>();
			CompletionStage<Void> last = CompletableFuture.completedStage(null);
			for (HistoryStep step : stretch) {
				last = last.thenCompose((before) -> take(step, answers));
			}
			Calls.await(last);
			return answers;
		}

		private CompletionStage<Void> take(HistoryStep step, List<Answer> answers) {
			return step.begin(this.engine)
				.thenCompose((answer) -> lookAfter(step)
					.thenAccept((state) -> answers.add(new Answer(step, answer, state))));
		}

		private CompletionStage<@Nullable Object> lookAfter(HistoryStep step) {
			return (step instanceof HistoryStep.Apply apply) ? look(apply.command().wallet()).begin(this.engine)
					: CompletableFuture.completedStage(null);
		}

		/**
		 * The events of a wallet, ready to be compared; begins where the histories before
		 * this one ended.
		 */
		List<WalletEvent> events(String wallet) {
			int partition = this.engine.events().partitionOf(wallet);
			List<WalletEvent> events = new ArrayList<>();
			List<EventFrame> frames = this.calls.frames(wallet, this.positions.get(partition));
			for (EventFrame frame : frames) {
				this.reached.put(partition, frame.position());
				frame.events()
					.stream()
					.filter((event) -> event.wallet().equals(wallet))
					.map(Side::sorted)
					.forEach(events::add);
			}
			return events;
		}

		private static WalletEvent sorted(WalletEvent event) {
			List<WalletEvent.Claim> open = event.open()
				.stream()
				.sorted(Comparator.comparing(WalletEvent.Claim::lease).thenComparing(WalletEvent.Claim::id))
				.toList();
			return new WalletEvent(event.wallet(), event.epoch(), event.seq(), event.type(), event.time(),
					event.change(), event.after(), event.id(), event.callerNamed(), event.owner(), event.expiresAt(),
					event.asked(), event.charged(), event.late(), event.original(), event.requestId(), event.note(),
					open);
		}

	}

}
