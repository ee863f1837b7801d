package io.escrowmint.spring.observation;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was observed to its end.
 */
class RecordedObservations implements ObservationHandler<Observation.Context> {

	private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

	ObservationRegistry registry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(this);
		return registry;
	}

	@Override
	public void onStop(Observation.Context context) {
		this.stopped.add(context);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	void clear() {
		this.stopped.clear();
	}

	List<Observation.Context> all() {
		return this.stopped;
	}

	List<Observation.Context> named(String name) {
		return this.stopped.stream().filter((context) -> name.equals(context.getName())).toList();
	}

	static @Nullable String tag(Observation.Context context, String key) {
		return Objects.requireNonNull(context.getLowCardinalityKeyValue(key), key).getValue();
	}

	static @Nullable String parent(Observation.Context context) {
		return (context.getParentObservation() != null) ? context.getParentObservation().getContextView().getName()
				: null;
	}

}
