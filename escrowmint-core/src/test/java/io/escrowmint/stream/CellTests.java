package io.escrowmint.stream;

import java.sql.SQLException;

import ch.qos.logback.classic.Level;
import io.escrowmint.testing.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a loop logs of an error, and what it does not.
 */
class CellTests {

	private static final String WALLET = "customer:jane@example.com";

	@RegisterExtension
	private final LogCapture logged = LogCapture.of(Cell.class);

	@Test
	void anErrorIsSaidByTypeAndStateAndItsMessageAtDebugOnly() {
		new Cell("orders", new Failing(), StreamOptions.DEFAULTS, StreamListener.NONE).run();
		assertThat(this.logged.events(Level.INFO)).singleElement().satisfies((event) -> {
			assertThat(event.getFormattedMessage()).contains("orders", "SQLException (SQLState 23505)")
				.doesNotContain(WALLET);
			assertThat(event.getThrowableProxy()).isNull();
		});
		assertThat(this.logged.lines(Level.DEBUG)).anyMatch((line) -> line.contains(WALLET));
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
