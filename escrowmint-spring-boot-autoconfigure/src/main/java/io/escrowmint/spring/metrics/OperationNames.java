package io.escrowmint.spring.metrics;

import java.util.Locale;
import java.util.concurrent.CompletionException;

import io.escrowmint.metering.Admission;
import io.escrowmint.model.Command;
import io.escrowmint.model.CorruptStateException;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Query;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.WalletFencedException;

/**
 * What operations and their ends are called in tags: few words, the same for ever.
 */
public final class OperationNames {

	private static final ClassValue<String> NAMES = new ClassValue<>() {

		@Override
		protected String computeValue(Class<?> type) {
			return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
		}

	};

	private OperationNames() {
	}

	/**
	 * Names a command, such as {@code top_up}.
	 * @param command the command
	 * @return its name
	 */
	public static String of(Command<?> command) {
		return NAMES.get(command.getClass());
	}

	/**
	 * Names a query, such as {@code read_wallet}.
	 * @param query the query
	 * @return its name
	 */
	public static String of(Query<?> query) {
		String name = NAMES.get(query.getClass());
		return "read_" + (name.startsWith("of_") ? name.substring(3) : name);
	}

	/**
	 * Names the end of an operation: {@code applied}, {@code replayed}, {@code answered},
	 * or why it was refused.
	 * @param answer the answer
	 * @return the outcome
	 */
	public static String outcome(Object answer) {
		if (!(answer instanceof Outcome outcome)) {
			return "answered";
		}
		return outcome.refusal()
			.map(OperationNames::reason)
			.orElseGet(() -> outcome.replayed() ? "replayed" : "applied");
	}

	/**
	 * Names the failure of an operation.
	 * @param failure the failure
	 * @return {@code unavailable}, {@code unknown}, {@code fenced}, {@code corrupt} or
	 * {@code error}
	 */
	public static String failure(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof StoreUnavailableException) {
			return "unavailable";
		}
		if (cause instanceof OutcomeUnknownException) {
			return "unknown";
		}
		if (cause instanceof WalletFencedException) {
			return "fenced";
		}
		return (cause instanceof CorruptStateException) ? "corrupt" : "error";
	}

	/**
	 * Names what was decided of a metered call.
	 * @param admission the decision
	 * @return the outcome, such as {@code admitted} or {@code insufficient_credits}
	 */
	public static String of(Admission admission) {
		return (admission instanceof Admission.Refused refused) ? reason(refused.refusal())
				: NAMES.get(admission.getClass());
	}

	private static String reason(Refusal refusal) {
		return NAMES.get(refusal.getClass());
	}

}
