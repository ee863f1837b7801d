package io.escrowmint.spring.observation;

import java.time.InstantSource;

import io.escrowmint.model.TopUp;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ObservedStoreDecoratorTests {

	private final RecordedObservations recorded = new RecordedObservations();

	private final ObservationRegistry registry = this.recorded.registry();

	@Test
	void operationIsASpanWithoutWalletOrKey() {
		store(StoreOperationConvention.DEFAULT)
			.execute(TopUp.of("secret-wallet", 5).key("secret-key").requestId("request-1"));
		assertThat(this.recorded.all()).singleElement().satisfies((context) -> {
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
		assertThat(this.recorded.all().get(0).getParentObservation()).isSameAs(parent);
	}

	@Test
	void conventionCanBeReplaced() {
		store(new StoreOperationConvention() {

			@Override
			public KeyValues getLowCardinalityKeyValues(StoreOperationContext context) {
				return KeyValues.of("verb", context.operation());
			}

		}).execute(TopUp.of("wallet", 5));
		assertThat(this.recorded.all().get(0).getLowCardinalityKeyValues())
			.containsExactly(KeyValue.of("verb", "top_up"));
	}

	@Test
	void conventionThatThrowsChangesNothing() {
		QuotaStore store = store(new StoreOperationConvention() {

			@Override
			public KeyValues getLowCardinalityKeyValues(StoreOperationContext context) {
				throw new NoClassDefFoundError("broken convention");
			}

		});
		assertThat(store.execute(TopUp.of("wallet", 5)).toCompletableFuture().join().applied()).isTrue();
	}

	private QuotaStore store(StoreOperationConvention convention) {
		return new ObservedStoreDecorator(this.registry, convention)
			.decorate(new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system()));
	}

}
