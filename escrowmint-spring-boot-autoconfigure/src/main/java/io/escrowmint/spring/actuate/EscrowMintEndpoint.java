package io.escrowmint.spring.actuate;

import java.util.Map;
import java.util.function.Supplier;

import io.escrowmint.QuotaService;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.PageRequest;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletState;
import io.escrowmint.store.Sweeper;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * What an operator wants to see and to mend. Reads only, unless
 * {@code management.endpoint.escrowmint.access=unrestricted} or
 * {@code management.endpoints.access.default=unrestricted} says otherwise. A wallet's
 * name is all that follows the endpoint, so it may contain slashes.
 */
@WebEndpoint(id = "escrowmint", defaultAccess = Access.READ_ONLY)
public final class EscrowMintEndpoint {

	private static final PageRequest FIRST_PAGE = PageRequest.first(100);

	private final QuotaService quota;

	private final EscrowMintFacts facts;

	/**
	 * Creates the endpoint.
	 * @param quota reads and changes wallets
	 * @param facts what this instance knows of itself
	 */
	public EscrowMintEndpoint(QuotaService quota, EscrowMintFacts facts) {
		this.quota = quota;
		this.facts = facts;
	}

	/**
	 * Shows this instance.
	 * @return the summary; asks nothing of the store
	 */
	@ReadOperation
	public EscrowMintSummary summary() {
		return this.facts.summary();
	}

	/**
	 * Shows a wallet.
	 * @param wallet its name, segment by segment
	 * @return its figures, and its holds and leases that expire first
	 */
	@ReadOperation
	public WebEndpointResponse<Object> wallet(@Selector(match = Selector.Match.ALL_REMAINING) String... wallet) {
		return answer(() -> new WebEndpointResponse<>(describe(WalletPath.name(wallet))));
	}

	/**
	 * Sweeps now.
	 * @return what was reclaimed
	 */
	@WriteOperation
	public WebEndpointResponse<Object> sweep() {
		Sweeper sweeper = this.facts.sweeper();
		return (sweeper != null) ? new WebEndpointResponse<>(sweeper.sweepNow())
				: problem(WebEndpointResponse.STATUS_NOT_FOUND, "NoSweeper", "This store needs no sweeper");
	}

	/**
	 * Tops a wallet up.
	 * @param wallet its name, segment by segment
	 * @param amount credits
	 * @param key the operation key, under which it is applied at most once
	 * @param note goes into the event
	 * @return the outcome, 409 if it is refused
	 */
	@WriteOperation
	public WebEndpointResponse<Object> topUp(@Selector(match = Selector.Match.ALL_REMAINING) String[] wallet,
			long amount, @Nullable String key, @Nullable String note) {
		return answer(() -> {
			TopUp topUp = TopUp.of(WalletPath.name(wallet), amount);
			topUp = (key != null) ? topUp.key(key) : topUp;
			return outcome(this.quota.topUp((note != null) ? topUp.note(note) : topUp));
		});
	}

	/**
	 * Cancels an open hold.
	 * @param wallet the name of the wallet, segment by segment
	 * @param hold the id of the hold
	 * @return the outcome, 409 if it is refused
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> cancel(@Selector(match = Selector.Match.ALL_REMAINING) String[] wallet,
			String hold) {
		return answer(() -> outcome(this.quota.cancel(Cancel.of(WalletPath.name(wallet), hold))));
	}

	private WalletDescription describe(String wallet) {
		WalletState state = this.quota.state(wallet);
		return new WalletDescription(wallet, state.exists(), state.figures(), state.epoch(), state.seq(),
				state.earliestExpiry(), state.openReservations(), this.quota.reservations(wallet, FIRST_PAGE).items(),
				state.liveLeases(), this.quota.leases(wallet, FIRST_PAGE).items());
	}

	private static WebEndpointResponse<Object> outcome(Outcome outcome) {
		return outcome.refusal()
			.map((refusal) -> problem(409, refusal.getClass().getSimpleName(), refusal.message()))
			.orElseGet(() -> new WebEndpointResponse<>(
					Map.of("replayed", outcome.replayed(), "available", outcome.available())));
	}

	private static WebEndpointResponse<Object> answer(Supplier<WebEndpointResponse<Object>> operation) {
		try {
			return operation.get();
		}
		catch (InvalidRequestException ex) {
			return problem(WebEndpointResponse.STATUS_BAD_REQUEST, "InvalidRequest", String.valueOf(ex.getMessage()));
		}
		catch (EscrowMintException ex) {
			return problem(503, ex.getClass().getSimpleName(), String.valueOf(ex.getMessage()));
		}
	}

	private static WebEndpointResponse<Object> problem(int status, String error, String message) {
		return new WebEndpointResponse<>(Map.of("error", error, "message", message), status);
	}

}
