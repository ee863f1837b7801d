package io.escrowmint.spring.aop;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import io.escrowmint.metering.Admission;
import io.escrowmint.metering.CostLimitException;
import io.escrowmint.metering.WalletRequiredException;
import io.escrowmint.model.StoreUnavailableException;

/**
 * Lets a call of a plain method pass, or throws why it must not.
 */
final class Turnstile {

	private Turnstile() {
	}

	/**
	 * Waits for an admission; the store bounds the time.
	 * @param admission the admission
	 * @param call what is called
	 */
	static void await(CompletionStage<Admission> admission, MeteredCall call) {
		try {
			pass(admission.toCompletableFuture().get(), call);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoreUnavailableException("Interrupted while waiting for the store; the call did not run", ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("An admission failed in a way it must not", ex.getCause());
		}
	}

	/**
	 * Returns if the call may run.
	 * @param admission the admission
	 * @param call what is called
	 */
	static void pass(Admission admission, MeteredCall call) {
		if (admission instanceof Admission.WalletRequired) {
			throw new WalletRequiredException(
					call.method().getDeclaringClass().getSimpleName() + "." + call.method().getName());
		}
		if (admission instanceof Admission.CostLimit over) {
			throw new CostLimitException(over.cost(), over.limit());
		}
		if (admission instanceof Admission.Refused refused) {
			throw refused.refusal().toException();
		}
		if (admission instanceof Admission.Unavailable unavailable) {
			throw unavailable.cause();
		}
	}

}
