package io.escrowmint.spring.observation;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.metering.Admission;
import io.escrowmint.metering.Demand;
import io.escrowmint.metering.Ending;
import io.escrowmint.metering.MeteringListener;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.MeteringSession;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.metering.StoreMeteringSessions;
import io.escrowmint.metering.Terms;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Query;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.Trace;
import io.escrowmint.spring.StoreOfFutures;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class ObservedMeteringTests {

	private static final String WALLET = "secret-wallet";

	private final RecordedObservations recorded = new RecordedObservations();

	private final ObservationRegistry registry = this.recorded.registry();

	private final QuotaStore store = new ObservedStoreDecorator(this.registry, StoreOperationConvention.DEFAULT)
		.decorate(new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system()));

	ObservedMeteringTests() {
		this.store.execute(TopUp.of(WALLET, 10));
		this.recorded.clear();
	}

	@Test
	void callIsOneSpanUntilItEnds() {
		MeteringSession session = sessions(MeteredCallConvention.DEFAULT).begin();
		admit(session, demand("", 3));
		admit(session, demand("second", 2));
		assertThat(calls()).isEmpty();
		session.end(Ending.responded(200));
		session.end(Ending.failed());
		assertThat(calls()).singleElement().satisfies((call) -> {
			assertThat(call.getContextualName()).isEqualTo("metered call");
			assertThat(call.getLowCardinalityKeyValues()).containsExactlyInAnyOrder(KeyValue.of("outcome", "admitted"),
					KeyValue.of("ending", "returned"));
			assertThat(call.getHighCardinalityKeyValues()).isEmpty();
		});
	}

	@Test
	void refusedCallIsASpanThatEndsAtOnce() {
		MeteringSession session = sessions(MeteredCallConvention.DEFAULT).begin();
		admit(session, demand("", 11));
		assertThat(calls()).singleElement().satisfies((call) -> {
			assertThat(RecordedObservations.tag(call, "outcome")).isEqualTo("insufficient_credits");
			assertThat(RecordedObservations.tag(call, "ending")).isEqualTo("none");
		});
		session.end(Ending.responded(402));
		assertThat(calls()).hasSize(1);
	}

	@Test
	void refusedPartShowsInTheSpanOfItsCall() {
		MeteringSession session = sessions(MeteredCallConvention.DEFAULT).begin();
		admit(session, demand("", 1));
		admit(session, demand("second", 11));
		assertThat(calls()).isEmpty();
		session.end(Ending.failed());
		assertThat(calls()).singleElement().satisfies((call) -> {
			assertThat(RecordedObservations.tag(call, "outcome")).isEqualTo("insufficient_credits");
			assertThat(RecordedObservations.tag(call, "ending")).isEqualTo("failed");
		});
	}

	@Test
	void callThatEndsBeforeItIsLetInIsASpanToo() {
		StoreOfFutures slow = new StoreOfFutures();
		CompletableFuture<Object> answer = new CompletableFuture<>();
		slow.next = () -> answer;
		MeteringSession session = sessions(slow, MeteredCallConvention.DEFAULT).begin();
		session.admit(List.of(demand("", 1)));
		session.end(Ending.disconnected(200));
		answer.completeExceptionally(new IllegalStateException());
		assertThat(calls()).singleElement()
			.satisfies((call) -> assertThat(RecordedObservations.tag(call, "ending")).isEqualTo("disconnected"));
	}

	@Test
	void spanIsAChildOfItsCallerAndTheParentOfWhatTheStoreDoes() {
		Observation caller = Observation.start("caller", this.registry);
		MeteringSession session = sessions(MeteredCallConvention.DEFAULT).begin();
		try (Observation.Scope scope = caller.openScope()) {
			admit(session, demand("", 3));
			assertThat(this.registry.getCurrentObservation()).isSameAs(caller);
		}
		session.end(Ending.responded(200));
		assertThat(calls()).extracting(RecordedObservations::parent).containsExactly("caller");
		assertThat(this.recorded.named("escrowmint.store"))
			.extracting((operation) -> RecordedObservations.tag(operation, "operation"), RecordedObservations::parent)
			.containsExactly(tuple("reserve", "escrowmint.metered"), tuple("commit", "escrowmint.metered"));
	}

	@Test
	void noTagNamesTheWallet() {
		MeteringSession session = sessions(MeteredCallConvention.DEFAULT).begin();
		admit(session, demand("", 3));
		session.end(Ending.responded(200));
		assertThat(this.recorded.all()).isNotEmpty().allSatisfy((context) -> {
			assertThat(context.getAllKeyValues().toString()).doesNotContain(WALLET);
			assertThat(context.getContextualName()).doesNotContain(WALLET);
		});
	}

	@Test
	void conventionCanBeReplaced() {
		MeteringSession session = sessions(new MeteredCallConvention() {

			@Override
			public KeyValues getLowCardinalityKeyValues(MeteredCallContext context) {
				return KeyValues.of("end", String.valueOf(context.ending()));
			}

		}).begin();
		admit(session, demand("", 3));
		session.end(Ending.responded(200));
		assertThat(calls().get(0).getLowCardinalityKeyValues()).containsExactly(KeyValue.of("end", "returned"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void conventionThatThrowsChangesNothing(boolean onlyAtTheEnd) {
		MeteringSession session = sessions(new MeteredCallConvention() {

			@Override
			public KeyValues getLowCardinalityKeyValues(MeteredCallContext context) {
				if (onlyAtTheEnd && context.ending() == null) {
					return KeyValues.empty();
				}
				throw new IllegalStateException("broken convention");
			}

		}).begin();
		assertThat(admit(session, demand("", 3))).isInstanceOf(Admission.Admitted.class);
		session.end(Ending.responded(200));
		Figures figures = this.store.query(new Query.OfWallet(WALLET)).toCompletableFuture().join().figures();
		assertThat(figures.spent()).isEqualTo(3);
		assertThat(figures.held()).isZero();
	}

	@Test
	void nothingIsWrappedWhereNobodyObserves() {
		MeteringSessions bare = bare(this.store);
		MeteringSession session = new ObservedMeteringDecorator(ObservationRegistry.NOOP, MeteredCallConvention.DEFAULT)
			.decorate(bare)
			.begin();
		assertThat(session).hasSameClassAs(bare.begin());
	}

	private List<Observation.Context> calls() {
		return this.recorded.named("escrowmint.metered");
	}

	private MeteringSessions sessions(MeteredCallConvention convention) {
		return sessions(this.store, convention);
	}

	private MeteringSessions sessions(QuotaStore store, MeteredCallConvention convention) {
		return new ObservedMeteringDecorator(this.registry, convention).decorate(bare(store));
	}

	private static MeteringSessions bare(QuotaStore store) {
		return new StoreMeteringSessions(store, 0, MeteringOptions.DEFAULTS, MeteringListener.NONE);
	}

	private static Admission admit(MeteringSession session, Demand demand) {
		return session.admit(List.of(demand)).toCompletableFuture().join();
	}

	private static Demand demand(String name, long cost) {
		return new Demand(name, WALLET, cost, Terms.DEFAULTS, null, Trace.NONE);
	}

}
