package io.escrowmint.stream;

import java.sql.SQLException;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a loop logs of an error, and what it does not.
 */
class CellTests {

	private static final String WALLET = "customer:jane@example.com";

	private final Logger logger = (Logger) LoggerFactory.getLogger(Cell.class);

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.appender.start();
		this.logger.addAppender(this.appender);
		this.logger.setAdditive(false);
		this.logger.setLevel(Level.DEBUG);
	}

	@AfterEach
	void leave() {
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	@Test
	void anErrorIsSaidByTypeAndStateAndItsMessageAtDebugOnly() {
		new Cell("orders", new Failing(), StreamOptions.DEFAULTS, StreamListener.NONE).run();
		List<ILoggingEvent> warned = this.appender.list.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(Level.INFO))
			.toList();
		assertThat(warned).singleElement().satisfies((event) -> {
			assertThat(event.getFormattedMessage()).contains("orders", "SQLException (SQLState 23505)")
				.doesNotContain(WALLET);
			assertThat(event.getThrowableProxy()).isNull();
		});
		assertThat(this.appender.list).anyMatch((event) -> event.getLevel() == Level.DEBUG
				&& event.getThrowableProxy() != null && event.getThrowableProxy().getMessage().contains(WALLET));
	}

	/** A task whose database quotes a row. */
	private static final class Failing implements StreamTask {

		@Override
		public long step(Progress progress) throws Exception {
			throw new SQLException("Key (wallet)=(" + WALLET + ") already exists", "23505");
		}

		@Override
		public void reset() {
		}

		@Override
		public void end() {
		}

	}

}
