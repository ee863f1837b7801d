package io.escrowmint.spring.webflux;

import io.escrowmint.metering.Ending;
import io.escrowmint.metering.MeteringSession;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Watches for what Reactor throws up the stack instead of signaling it, such as a
 * {@code StackOverflowError} or a {@code NoClassDefFoundError}: nobody else learns that
 * the call is over.
 */
final class FatalErrors {

	private FatalErrors() {
	}

	/**
	 * Makes a session fail if what an admission sets going throws such an error.
	 * @param admission the admission
	 * @param session the session
	 * @param <T> type of its answer
	 * @return the same admission
	 */
	public static <T> Mono<T> fail(Mono<T> admission, MeteringSession session) {
		return admission.transform(Operators.<T, T>lift((source, actual) -> new Watch<>(actual, session)));
	}

	private record Watch<T>(CoreSubscriber<? super T> actual, MeteringSession session) implements CoreSubscriber<T> {

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.actual.onSubscribe(subscription);
		}

		@Override
		public void onNext(T answer) {
			try {
				this.actual.onNext(answer);
			}
			catch (Throwable ex) {
				if (Exceptions.isJvmFatal(ex)) {
					this.session.end(Ending.failed());
				}
				throw ex;
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.actual.onError(failure);
		}

		@Override
		public void onComplete() {
			this.actual.onComplete();
		}

	}

}
