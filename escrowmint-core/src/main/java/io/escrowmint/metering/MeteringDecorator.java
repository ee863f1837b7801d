package io.escrowmint.metering;

/**
 * Puts something around metered calls for all who run them, such as spans. The first of
 * several is the outermost.
 */
@FunctionalInterface
public interface MeteringDecorator {

	/**
	 * Decorates the sessions of a process.
	 * @param sessions the sessions
	 * @return sessions that keep every promise of {@link MeteringSessions}; may be the
	 * same ones
	 */
	MeteringSessions decorate(MeteringSessions sessions);

}
