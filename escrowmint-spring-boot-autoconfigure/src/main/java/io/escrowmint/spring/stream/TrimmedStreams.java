package io.escrowmint.spring.stream;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams that are to be cut below what all their readers have done. Only a handler
 * cuts its stream, so a name that no handler asks for is a stream that nobody cuts here.
 * Thread-safe.
 */
public final class TrimmedStreams {

	private static final Logger logger = LoggerFactory.getLogger(TrimmedStreams.class);

	private final Set<String> names;

	private final Set<String> handled = ConcurrentHashMap.newKeySet();

	/**
	 * Creates the set.
	 * @param names the streams
	 */
	public TrimmedStreams(Set<String> names) {
		this.names = Set.copyOf(names);
	}

	/**
	 * Tells whether a handler cuts its stream.
	 */
	boolean isCutBy(String stream) {
		this.handled.add(stream);
		return this.names.contains(stream);
	}

	/**
	 * Warns of names that no handler has asked for.
	 */
	void warnOfUnhandled() {
		Set<String> left = new TreeSet<>(this.names);
		left.removeAll(this.handled);
		if (!left.isEmpty()) {
			logger.warn("escrowmint.streams.trim names streams that no handler of this application reads; "
					+ "it does not cut them: {}", left);
		}
	}

}
