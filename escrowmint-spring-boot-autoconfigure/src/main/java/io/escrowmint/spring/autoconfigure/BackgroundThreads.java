package io.escrowmint.spring.autoconfigure;

import java.util.concurrent.ThreadFactory;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * The threads of what runs in the background: virtual ones where Boot has them on.
 */
final class BackgroundThreads {

	private BackgroundThreads() {
	}

	/**
	 * Returns what makes the threads. They never keep the process alive.
	 * @param environment says whether they are virtual
	 * @param name of the threads, unless who starts them names them
	 * @return a new factory
	 */
	static ThreadFactory of(Environment environment, String name) {
		if (Threading.VIRTUAL.isActive(environment)) {
			return new VirtualThreadTaskExecutor(name).getVirtualThreadFactory();
		}
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

	/**
	 * Stops what runs in a thread of its own, so that the container need not wait longer
	 * than it wants to.
	 * @param threads makes the thread
	 * @param stop what takes time
	 * @param callback tells the container, whatever has happened
	 */
	static void stop(ThreadFactory threads, Runnable stop, Runnable callback) {
		threads.newThread(() -> {
			try {
				stop.run();
			}
			finally {
				callback.run();
			}
		}).start();
	}

}
