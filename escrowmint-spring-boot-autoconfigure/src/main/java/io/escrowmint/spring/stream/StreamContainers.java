package io.escrowmint.spring.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.stream.DeadLetters;
import io.escrowmint.stream.StreamContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * The containers of the application. They start last, and stop first, all at once, each
 * when the message under way is committed. Thread-safe.
 */
public final class StreamContainers implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(StreamContainers.class);

	private final Map<String, Entry> entries = new LinkedHashMap<>();

	private final List<Consumer<StreamContainer>> observers = new ArrayList<>();

	private final Duration timeout;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param timeout how long the application waits for a phase to stop
	 */
	public StreamContainers(Duration timeout) {
		this.timeout = timeout.multipliedBy(7).dividedBy(10);
	}

	/**
	 * Adds a container before the application starts.
	 * @param container the container
	 * @param deadLetters its dead letters
	 * @throws MisconfigurationException if there is one of that name
	 */
	public synchronized void add(StreamContainer container, DeadLetters deadLetters) {
		if (this.entries.putIfAbsent(container.name(), new Entry(container, deadLetters)) != null) {
			throw new MisconfigurationException(
					"There are two handlers of streams with the id '" + container.name() + "'",
					"Give each an id of its own: state and position belong to it.");
		}
		this.observers.forEach((observer) -> observer.accept(container));
	}

	/**
	 * Shows each container to an observer, those that are there and those to come.
	 * @param observer looks at it
	 */
	public synchronized void onEach(Consumer<StreamContainer> observer) {
		containers().forEach(observer);
		this.observers.add(observer);
	}

	/**
	 * Returns all containers.
	 * @return in the order in which they were added
	 */
	public synchronized List<StreamContainer> containers() {
		return this.entries.values().stream().map(Entry::container).toList();
	}

	/**
	 * Returns the dead letters of a container.
	 * @param name of the container
	 * @return empty if there is no such container
	 */
	public synchronized Optional<DeadLetters> deadLetters(String name) {
		return Optional.ofNullable(this.entries.get(name)).map(Entry::deadLetters);
	}

	@Override
	public void start() {
		this.running = true;
		containers().forEach(StreamContainer::start);
	}

	// A container that takes its time takes none of another's.
	@Override
	public void stop() {
		List<Thread> stopping = containers().stream().map(this::stopping).toList();
		stopping.forEach(Thread::start);
		try {
			for (Thread thread : stopping) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.running = false;
	}

	private Thread stopping(StreamContainer container) {
		Thread thread = new Thread(() -> stop(container), "escrowmint-stream-stop");
		thread.setDaemon(true);
		return thread;
	}

	private void stop(StreamContainer container) {
		if (!container.stop(this.timeout)) {
			logger.warn("{} did not stop within {}; what it handled is not committed", container.name(), this.timeout);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private record Entry(StreamContainer container, DeadLetters deadLetters) {

	}

}
