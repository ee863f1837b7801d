package io.escrowmint.spring.stacks;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import io.escrowmint.QuotaService;
import io.escrowmint.apikey.ApiKeys;
import io.escrowmint.apikey.IssuedApiKey;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.CorruptStateException;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Query;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreDecorator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * No name of a wallet, no API key and no idempotency key in a log line, a tag, a span or
 * a problem, whatever becomes of a request: paid, refused, its settle repeated or lost,
 * its store away. At the log level that applications run with: what is logged at debug
 * level names wallets.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

	private static final String WALLET = "secret-wallet";

	private static final String OTHER = "secret-poor";

	private static final String KEY = "secret-key";

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "WEBFLUX" })
	void nothingNamesAWalletOrAKey(Stack stack, CapturedOutput output) throws Exception {
		try (RunningStack running = stack.start(new Class<?>[] { Operations.class }, "logging.level.root=info",
				"logging.level.io.escrowmint=info", "escrowmint.api-keys.refresh=50ms")) {
			running.get(QuotaService.class).topUp(WALLET, 1000);
			ApiKeys keys = running.get(ApiKeys.class);
			IssuedApiKey rich = keys.create(WALLET, "rich");
			IssuedApiKey poor = keys.create(OTHER, "poor");
			await().until(keys::isAvailable);
			List<String> problems = new Scenario(running, rich.secret()).play(poor.secret());
			assertThat(problems).hasSizeGreaterThan(8);
			await().until(() -> running.get(MeteringSessions.class).backlog().pending() == 0);
			List<String> seen = new ArrayList<>(problems);
			running.get(MeterRegistry.class).getMeters().forEach((meter) -> seen.add(meter.getId().toString()));
			seen.addAll(running.get(Spans.class).seen);
			seen.add(output.getAll());
			for (String secret : List.of("secret-", rich.secret(), poor.secret())) {
				assertThat(seen).noneMatch((text) -> text.contains(secret));
			}
			assertThat(output.getAll()).contains("could not be charged", "The store is back");
		}
	}

	/**
	 * Requests with every kind of end.
	 *
	 * @param running the application
	 * @param apiKey who pays
	 */
	private record Scenario(RunningStack running, String apiKey) {

		List<String> play(String poor) throws Exception {
			Faults faults = this.running.get(Faults.class);
			List<String> problems = new ArrayList<>();
			problems.add(get("/value", 200));
			problems.add(get("/value", 401, "X-API-Key", "secret-unknown"));
			problems.add(get("/value", 402, "X-API-Key", poor));
			problems.add(get("/fails", 500, "X-API-Key", this.apiKey));
			problems.add(get("/mono", 200, "X-API-Key", this.apiKey, "Idempotency-Key", KEY));
			problems.add(get("/mono", 200, "X-API-Key", this.apiKey, "Idempotency-Key", KEY));
			problems.add(get("/value", 422, "X-API-Key", this.apiKey, "Idempotency-Key", KEY));
			problems.add(get("/value", 400, "X-API-Key", this.apiKey, "Idempotency-Key", KEY + ", " + KEY));
			faults.commit = new OutcomeUnknownException(WALLET, "id", "No answer for wallet " + WALLET, null);
			problems.add(get("/value", 200, "X-API-Key", this.apiKey));
			faults.commit = new CorruptStateException(WALLET, "Wallet " + WALLET + " is damaged");
			problems.add(get("/value", 200, "X-API-Key", this.apiKey));
			await().until(() -> this.running.get(MeteringSessions.class).backlog().lost() > 0);
			faults.commit = null;
			faults.reserve = new StoreUnavailableException("No way to wallet " + WALLET, null);
			problems.add(get("/value", 503, "X-API-Key", this.apiKey));
			problems.add(get("/open", 200, "X-API-Key", this.apiKey));
			faults.reserve = null;
			problems.add(get("/value", 200, "X-API-Key", this.apiKey));
			return problems;
		}

		private String get(String path, int status, String... headers) throws Exception {
			String[] sent = (headers.length > 0) ? headers : new String[] { "X-API-Key", this.apiKey };
			HttpResponse<String> response = this.running.get(path, sent);
			assertThat(response.statusCode()).as(path).isEqualTo(status);
			return response.headers().map() + response.body();
		}

	}

	static class Operations {

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Spans spans() {
			return new Spans();
		}

		@Bean
		Faults faults() {
			return new Faults();
		}

	}

	static class Spans implements ObservationHandler<Observation.Context> {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Override
		public void onStop(Observation.Context context) {
			if (context.getName().startsWith("escrowmint")) {
				this.seen.add(context.getContextualName() + context.getAllKeyValues());
			}
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	static class Faults implements StoreDecorator {

		private volatile RuntimeException commit;

		private volatile RuntimeException reserve;

		@Override
		public QuotaStore decorate(QuotaStore store) {
			return new QuotaStore() {

				@Override
				public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
					RuntimeException failure = (command instanceof Commit) ? Faults.this.commit
							: (command instanceof Reserve) ? Faults.this.reserve : null;
					return (failure != null) ? CompletableFuture.failedFuture(failure) : store.execute(command);
				}

				@Override
				public <R> CompletionStage<R> query(Query<R> query) {
					return store.query(query);
				}

			};
		}

	}

}
