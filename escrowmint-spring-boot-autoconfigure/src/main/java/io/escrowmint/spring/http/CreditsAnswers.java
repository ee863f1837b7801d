package io.escrowmint.spring.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.escrowmint.metering.Admission;
import io.escrowmint.metering.CostLimitException;
import io.escrowmint.metering.WalletRequiredException;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.CorruptStateException;
import io.escrowmint.model.InsufficientCreditsException;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.WalletFencedException;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered that does not get to its metered method. Thread-safe.
 */
public final class CreditsAnswers {

	private static final HttpField PROBLEM_JSON = new HttpField("Content-Type", "application/problem+json");

	private static final HttpField NO_STORE = new HttpField("Cache-Control", "no-store");

	private static final HttpField CHALLENGE = new HttpField("WWW-Authenticate", "ApiKey");

	private final HttpOptions options;

	private final CreditsHeaders headers;

	private final InstantSource clock;

	/** Made at the start: the first outage comes with load, and is no time to format. */
	private final Map<CreditsProblem, HttpAnswer> problems = new EnumMap<>(CreditsProblem.class);

	/**
	 * Creates the answers.
	 * @param options what can be chosen
	 */
	public CreditsAnswers(HttpOptions options) {
		this(options, InstantSource.system());
	}

	CreditsAnswers(HttpOptions options, InstantSource clock) {
		this.options = options;
		this.headers = new CreditsHeaders(options);
		this.clock = clock;
		for (CreditsProblem problem : CreditsProblem.values()) {
			this.problems.put(problem, problem(problem, null, problem.retryAfter(), List.of()));
		}
	}

	/**
	 * Returns the answer to a request that was not let in.
	 * @param admission why
	 * @return the answer, {@code null} if the request was let in
	 */
	public @Nullable HttpAnswer to(Admission admission) {
		if (admission instanceof Admission.Refused refused) {
			return to(refused.refusal(), refused.available());
		}
		if (admission instanceof Admission.CostLimit) {
			return problem(CreditsProblem.INSUFFICIENT_CREDITS, "cost_exceeds_limit", null, List.of());
		}
		if (admission instanceof Admission.WalletRequired) {
			return problem(CreditsProblem.API_KEY_REQUIRED);
		}
		return (admission instanceof Admission.Unavailable) ? problem(CreditsProblem.CREDITS_UNAVAILABLE) : null;
	}

	/**
	 * Returns the answer to a request that failed because something that it called could
	 * not be paid. It tells nothing of that wallet, which may be another one.
	 * @param failure what nobody has handled
	 * @return the answer, {@code null} if the failure is not about credits
	 */
	public @Nullable HttpAnswer toFailure(Throwable failure) {
		if (failure instanceof InsufficientCreditsException shortage) {
			return insufficient(shortage.refusal(), List.of());
		}
		if (failure instanceof CostLimitException) {
			return problem(CreditsProblem.INSUFFICIENT_CREDITS, "cost_exceeds_limit", null, List.of());
		}
		if (failure instanceof WalletRequiredException) {
			return problem(CreditsProblem.API_KEY_REQUIRED);
		}
		return isUnavailable(failure) ? problem(CreditsProblem.CREDITS_UNAVAILABLE) : null;
	}

	/** Whether the store cannot be reached, or cannot serve this wallet now. */
	private static boolean isUnavailable(Throwable failure) {
		return failure instanceof StoreUnavailableException || failure instanceof OutcomeUnknownException
				|| failure instanceof WalletFencedException || failure instanceof CorruptStateException;
	}

	/**
	 * Returns the answer that tells a problem.
	 * @param problem the problem
	 * @return the answer
	 */
	public HttpAnswer problem(CreditsProblem problem) {
		return Objects.requireNonNull(this.problems.get(problem));
	}

	private HttpAnswer to(Refusal refusal, long available) {
		if (refusal instanceof Refusal.InsufficientCredits shortage) {
			return insufficient(shortage, this.headers.refused(available));
		}
		if (refusal instanceof Refusal.HttpKeyAnswered answered) {
			return replay(StoredResponse.decode(answered.response()));
		}
		if (refusal instanceof Refusal.HttpKeyInFlight) {
			return problem(CreditsProblem.REQUEST_IN_PROGRESS);
		}
		return problem((refusal instanceof Refusal.HttpKeyReused) ? CreditsProblem.IDEMPOTENCY_KEY_REUSED
				: CreditsProblem.CREDITS_UNAVAILABLE);
	}

	private HttpAnswer insufficient(Refusal.InsufficientCredits shortage, List<HttpField> more) {
		Instant expiry = shortage.earliestExpiry();
		// What lies in a lease comes back as what lies in a hold does.
		boolean held = expiry != null
				&& shortage.available() + shortage.held() + shortage.leased() >= shortage.requested();
		return problem(CreditsProblem.INSUFFICIENT_CREDITS, held ? "balance_held" : "insufficient_balance",
				(held && expiry != null) ? secondsUntil(expiry) : null, more);
	}

	private HttpAnswer replay(StoredResponse response) {
		if (!(response instanceof StoredResponse.Kept kept)) {
			return problem(CreditsProblem.RESPONSE_NOT_STORED);
		}
		List<HttpField> fields = new ArrayList<>(kept.fields());
		fields.addAll(this.headers.replayed());
		return new HttpAnswer(kept.status(), fields, kept.body(), true);
	}

	private HttpAnswer problem(CreditsProblem problem, @Nullable String reason, @Nullable String retryAfter,
			List<HttpField> more) {
		List<HttpField> fields = new ArrayList<>(List.of(PROBLEM_JSON, NO_STORE));
		if (problem == CreditsProblem.API_KEY_REQUIRED) {
			fields.add(CHALLENGE);
		}
		if (retryAfter != null) {
			fields.add(new HttpField("Retry-After", retryAfter));
		}
		fields.addAll(more);
		return new HttpAnswer(problem.status(), fields,
				Bytes.of(json(problem, reason).getBytes(StandardCharsets.UTF_8)), false);
	}

	// Every text is ours and needs no escapes, except for the base, which is a URI.
	private String json(CreditsProblem problem, @Nullable String reason) {
		String members = "\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"".formatted(
				this.options.problemBase() + problem.slug(), problem.title(), problem.status(), problem.detail());
		return "{" + members + ((reason != null) ? ",\"reason\":\"" + reason + "\"}" : "}");
	}

	private String secondsUntil(Instant expiry) {
		long millis = Math.max(Duration.between(this.clock.instant(), expiry).toMillis(), 1);
		return Long.toString((millis + 999) / 1000);
	}

}
