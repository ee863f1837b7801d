package io.escrowmint;

import java.util.concurrent.CompletionStage;

import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.ReserveResult;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A {@link ReactiveQuotaService} over a store: one subscription, one call.
 */
final class StoreReactiveQuotaService implements ReactiveQuotaService {

	private final QuotaCalls calls;

	StoreReactiveQuotaService(QuotaCalls calls) {
		this.calls = calls;
	}

	@Override
	public <R extends Outcome> Mono<R> execute(Command<R> command) {
		return Mono.create((sink) -> {
			// Called only if the answer did not reach the subscriber.
			sink.onCancel(() -> this.calls.abandon(command));
			connect(this.calls.execute(command), sink);
		});
	}

	@Override
	public <R> Mono<R> query(Query<R> query) {
		return Mono.create((sink) -> connect(this.calls.query(query), sink));
	}

	@Override
	public Mono<ReactiveReservation> reserve(Reserve request) {
		return tryReserve(request).map(ReserveResult::orElseThrow)
			.map((reserved) -> new ReactiveReservation(this.calls.hold(reserved)));
	}

	private static <R> void connect(CompletionStage<R> stage, MonoSink<R> sink) {
		stage.whenComplete((answer, failure) -> {
			if (failure != null) {
				sink.error(QuotaCalls.unwrap(failure));
			}
			else {
				sink.success(answer);
			}
		});
	}

}
