package io.escrowmint.spring.observation;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import io.escrowmint.model.TopUp;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ObservedStoreDecoratorTests {

	private final List<Observation.Context> stopped = new ArrayList<>();

	private final ObservationRegistry registry = ObservationRegistry.create();

	ObservedStoreDecoratorTests() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				ObservedStoreDecoratorTests.this.stopped.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
	}

	@Test
	void operationIsASpanWithoutWalletOrKey() {
		store(StoreOperationConvention.DEFAULT)
			.execute(TopUp.of("secret-wallet", 5).key("secret-key").requestId("request-1"));
		assertThat(this.stopped).singleElement().satisfies((context) -> {
			assertThat(context.getName()).isEqualTo("escrowmint.store");
			assertThat(context.getContextualName()).isEqualTo("credits top_up");
			assertThat(context.getLowCardinalityKeyValues())
				.containsExactlyInAnyOrder(KeyValue.of("operation", "top_up"), KeyValue.of("outcome", "applied"));
			assertThat(context.getHighCardinalityKeyValues()).containsExactly(KeyValue.of("request.id", "request-1"));
		});
	}

	@Test
	void spanIsAChildOfWhatItsCallerObserves() {
		Observation parent = Observation.start("caller", this.registry);
		try (Observation.Scope scope = parent.openScope()) {
			store(StoreOperationConvention.DEFAULT).execute(TopUp.of("wallet", 5));
		}
		assertThat(this.stopped.get(0).getParentObservation()).isSameAs(parent);
	}

	@Test
	void conventionCanBeReplaced() {
		store(new StoreOperationConvention() {

			@Override
			public KeyValues getLowCardinalityKeyValues(StoreOperationContext context) {
				return KeyValues.of("verb", context.operation());
			}

		}).execute(TopUp.of("wallet", 5));
		assertThat(this.stopped.get(0).getLowCardinalityKeyValues()).containsExactly(KeyValue.of("verb", "top_up"));
	}

	private QuotaStore store(StoreOperationConvention convention) {
		return new ObservedStoreDecorator(this.registry, convention)
			.decorate(new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system()));
	}

}
