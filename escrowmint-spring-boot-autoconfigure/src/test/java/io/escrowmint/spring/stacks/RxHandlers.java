package io.escrowmint.spring.stacks;

import io.escrowmint.Metered;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Handlers and methods that return types of RxJava 3.
 */
@RestController
@RequestMapping("/rx")
class RxHandlers {

	@Metered("3")
	@GetMapping("/single")
	Single<String> single() {
		return Single.just("done");
	}

	@Metered("3")
	@GetMapping("/flowable")
	Flowable<String> flowable() {
		return Flowable.just("a", "b", "c");
	}

	@Metered("3")
	@GetMapping("/fails")
	Single<String> fails() {
		return Single.error(new IllegalStateException("on purpose"));
	}

	@Component
	static class Work {

		static final String WALLET = "wallet-of-work";

		private int runs;

		int runs() {
			return this.runs;
		}

		@Metered(cost = "3", wallet = "'" + WALLET + "'")
		Single<String> single() {
			this.runs++;
			return Single.just("done");
		}

		@Metered(cost = "3", wallet = "'" + WALLET + "'")
		Flowable<String> fails() {
			return Flowable.just("a").concatWith(Flowable.error(new IllegalStateException("on purpose")));
		}

	}

}
