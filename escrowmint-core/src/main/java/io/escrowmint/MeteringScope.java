package io.escrowmint;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The time in which {@link Metering#current()} answers on one thread: for those who run
 * metered methods, such as interceptors. Scopes of one thread nest; each is closed by the
 * thread that opened it.
 */
public final class MeteringScope implements AutoCloseable {

	private static final ThreadLocal<@Nullable Metering> CURRENT = new ThreadLocal<>();

	private final @Nullable Metering outer;

	private MeteringScope(@Nullable Metering outer) {
		this.outer = outer;
	}

	static Optional<Metering> current() {
		return Optional.ofNullable(CURRENT.get());
	}

	/**
	 * Makes a metering the current one.
	 * @param metering the metering
	 * @return ends the scope
	 */
	public static MeteringScope open(Metering metering) {
		MeteringScope scope = new MeteringScope(CURRENT.get());
		CURRENT.set(metering);
		return scope;
	}

	@Override
	public void close() {
		if (this.outer != null) {
			CURRENT.set(this.outer);
		}
		else {
			CURRENT.remove();
		}
	}

}
