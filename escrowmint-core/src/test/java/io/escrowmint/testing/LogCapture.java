package io.escrowmint.testing;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Keeps what one class logs during a test, down to debug, and keeps it off the console.
 */
public final class LogCapture implements BeforeEachCallback, AfterEachCallback {

	private final Logger logger;

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private LogCapture(Class<?> source) {
		this.logger = (Logger) LoggerFactory.getLogger(source);
	}

	/**
	 * Captures the log of a class.
	 * @param source the class
	 * @return an extension to register
	 */
	public static LogCapture of(Class<?> source) {
		return new LogCapture(source);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.appender.start();
		this.logger.addAppender(this.appender);
		this.logger.setAdditive(false);
		this.logger.setLevel(Level.DEBUG);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	/**
	 * Returns what was logged.
	 * @param least the least level
	 * @return the events, the first one first
	 */
	public List<ILoggingEvent> events(Level least) {
		return this.appender.list.stream().filter((event) -> event.getLevel().isGreaterOrEqual(least)).toList();
	}

	/**
	 * Returns what an operator reads: messages, and behind them those of exceptions.
	 * @param least the least level
	 * @return the lines, the first one first
	 */
	public List<String> lines(Level least) {
		return events(least).stream().map((event) -> event.getFormattedMessage() + message(event)).toList();
	}

	private static String message(ILoggingEvent event) {
		IThrowableProxy thrown = event.getThrowableProxy();
		return (thrown != null) ? thrown.getMessage() : "";
	}

}
