package io.escrowmint.testing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What still has to be closed when the JVM ends. One shutdown hook serves the whole rig.
 */
public final class AtExit {

	private static final Set<AutoCloseable> OPEN = ConcurrentHashMap.newKeySet();

	private static volatile @Nullable BooleanSupplier others;

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(AtExit::closeUnlessLeft, "test-rig-exit"));
	}

	private AtExit() {
	}

	static void close(AutoCloseable resource) {
		OPEN.add(resource);
	}

	static void forget(AutoCloseable resource) {
		OPEN.remove(resource);
	}

	/**
	 * Leaves it to others to close everything, once those who use it have ended. Shutdown
	 * hooks run at the same time: an application that finds its servers gone waits for
	 * them as long as it may.
	 * @param later takes what closes everything
	 * @param comes whether they will, asked when the JVM ends
	 */
	public static void leaveTo(Consumer<Runnable> later, BooleanSupplier comes) {
		later.accept(AtExit::closeAll);
		others = comes;
	}

	private static void closeUnlessLeft() {
		BooleanSupplier comes = others;
		if (comes == null || !comes.getAsBoolean()) {
			closeAll();
		}
	}

	private static void closeAll() {
		OPEN.forEach(AtExit::closeQuietly);
	}

	private static void closeQuietly(AutoCloseable resource) {
		try {
			resource.close();
		}
		catch (Exception ex) {
			System.err.println("Test rig could not close " + resource + ": " + ex);
		}
	}

}
