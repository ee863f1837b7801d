package io.escrowmint.spring.actuate;

import java.util.Map;
import java.util.function.Supplier;

import io.escrowmint.ledger.LedgerReconciler;
import io.escrowmint.ledger.LedgerRepair;
import io.escrowmint.ledger.LedgerVerifier;
import io.escrowmint.ledger.ReconcileReport;
import io.escrowmint.ledger.RepairMode;
import io.escrowmint.ledger.RepairResult;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.store.FailureTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.core.NestedRuntimeException;

/**
 * Compares the store with the ledger, and repairs. Reads only, unless
 * {@code management.endpoint.escrowmintledger.access=unrestricted} or
 * {@code management.endpoints.access.default=unrestricted} says otherwise. A wallet's
 * name is all that follows the endpoint, so it may contain slashes.
 */
@WebEndpoint(id = "escrowmintledger", defaultAccess = Access.READ_ONLY)
public final class LedgerEndpoint {

	private final LedgerVerifier verifier;

	private final LedgerRepair repair;

	private final LedgerReconciler reconciler;

	/**
	 * Creates the endpoint.
	 * @param verifier compares a wallet
	 * @param repair repairs a wallet
	 * @param reconciler compares and repairs all
	 */
	public LedgerEndpoint(LedgerVerifier verifier, LedgerRepair repair, LedgerReconciler reconciler) {
		this.verifier = verifier;
		this.repair = repair;
		this.reconciler = reconciler;
	}

	/**
	 * Shows what the last look found, in the background or by this endpoint.
	 * @return the report, 404 before the first look
	 */
	@ReadOperation
	public WebEndpointResponse<Object> last() {
		ReconcileReport report = this.reconciler.last();
		return (report != null) ? new WebEndpointResponse<>(report) : problem(WebEndpointResponse.STATUS_NOT_FOUND,
				"NoReport", "The store and the ledger have not been compared yet");
	}

	/**
	 * Compares a wallet in full.
	 * @param wallet its name, segment by segment
	 * @return the verdict, in words too
	 */
	@ReadOperation
	public WebEndpointResponse<Object> verify(@Selector(match = Selector.Match.ALL_REMAINING) String... wallet) {
		return answer(() -> this.verifier.verifyDeeply(WalletPath.name(wallet)));
	}

	/**
	 * Compares all wallets now, and repairs them.
	 * @param mode what may be done; DRY_RUN unless given
	 * @return the report
	 */
	@WriteOperation
	public WebEndpointResponse<Object> repairAll(@Nullable RepairMode mode) {
		return answer(() -> this.reconciler.repairAll((mode != null) ? mode : RepairMode.DRY_RUN));
	}

	/**
	 * Repairs a wallet. What the last look found of it changes too.
	 * @param wallet its name, segment by segment
	 * @param mode what may be done; DRY_RUN unless given
	 * @return what was done
	 */
	@WriteOperation
	public WebEndpointResponse<Object> repair(@Selector(match = Selector.Match.ALL_REMAINING) String[] wallet,
			@Nullable RepairMode mode) {
		return answer(() -> {
			String name = WalletPath.name(wallet);
			RepairResult result = this.repair.repair(name, (mode != null) ? mode : RepairMode.DRY_RUN);
			this.reconciler.review(name);
			return result;
		});
	}

	private static WebEndpointResponse<Object> answer(Supplier<Object> operation) {
		try {
			return new WebEndpointResponse<>(operation.get());
		}
		catch (InvalidRequestException ex) {
			return problem(WebEndpointResponse.STATUS_BAD_REQUEST, "InvalidRequest", String.valueOf(ex.getMessage()));
		}
		catch (EscrowMintException ex) {
			return problem(503, ex.getClass().getSimpleName(), String.valueOf(ex.getMessage()));
		}
		catch (NestedRuntimeException ex) {
			// what Spring makes of a database that fails, with or without its JDBC here
			return problem(503, ex.getClass().getSimpleName(), "The database failed: " + FailureTypes.of(ex));
		}
	}

	private static WebEndpointResponse<Object> problem(int status, String error, String message) {
		return new WebEndpointResponse<>(Map.of("error", error, "message", message), status);
	}

}
