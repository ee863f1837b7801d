package io.escrowmint.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * How busy the machine is: without it, nobody can tell what a figure is worth.
 */
final class LoadAverage {

	private LoadAverage() {
	}

	/**
	 * Returns the load average of the last minute, in words where the machine keeps none.
	 */
	static String now() {
		double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
		return (load < 0) ? "unknown" : String.format(Locale.ROOT, "%.1f", load);
	}

}
