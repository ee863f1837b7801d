package io.escrowmint.ledger;

import java.sql.SQLException;
import java.time.Duration;
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
 * What the pump logs, and what it does not.
 */
class PumpTallyTests {

	private static final String WALLET = "customer:jane@example.com";

	private final Logger logger = (Logger) LoggerFactory.getLogger(LedgerPump.class);

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final PumpTally tally = new PumpTally(LedgerListener.NONE);

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
	void aFailureIsSaidOnceByTypeAndStateAndItsMessageAtDebugOnly() {
		SQLException cause = new SQLException("Duplicate entry '" + WALLET + "' for key 'PRIMARY'", "23000");
		this.tally.failed("Landing events", new IllegalStateException(cause.getMessage(), cause));
		this.tally.failed("Landing events", cause);
		assertThat(lines(Level.INFO)).singleElement()
			.asString()
			.contains("IllegalStateException, caused by SQLException (SQLState 23000)");
		assertNamedAtDebugOnly();
	}

	@Test
	void refusalsOfALandingAreOneWarningThatNamesNobody() {
		LedgerEntry entry = new LedgerEntry(new EventChain(WALLET).created(), 3, "1-0", EventChain.START);
		LedgerFinding refusal = new LedgerFinding.Refusal(entry, "23514", "Failing row contains (" + WALLET + ")");
		this.tally.landed(new LandingResult.Landed(new LedgerPosition(3, "1-0", 1), 0, 0, 2, List.of(refusal, refusal)),
				Duration.ZERO);
		assertThat(lines(Level.INFO)).singleElement()
			.asString()
			.contains("2 wallet(s)", "partition 3", "SQLState 23514");
		assertNamedAtDebugOnly();
		assertThat(this.tally.refused).hasValue(2);
		assertThat(this.tally.gaps).hasValue(0);
	}

	@Test
	void whatAListenerThrowsIsSaidByType() {
		PumpTally told = new PumpTally((finding) -> {
			throw new IllegalStateException(WALLET);
		});
		LedgerEntry entry = new LedgerEntry(new EventChain("w").created(), 3, "1-0", EventChain.START);
		told.landed(new LandingResult.Landed(new LedgerPosition(3, "1-0", 1), 0, 0, 0,
				List.of(new LedgerFinding.Gap(entry, null))), Duration.ZERO);
		assertNamedAtDebugOnly();
	}

	private void assertNamedAtDebugOnly() {
		assertThat(lines(Level.INFO)).isNotEmpty().noneMatch((line) -> line.contains(WALLET));
		assertThat(lines(Level.DEBUG)).anyMatch((line) -> line.contains(WALLET));
	}

	private List<String> lines(Level level) {
		return this.appender.list.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(level))
			.map((event) -> event.getFormattedMessage()
					+ ((event.getThrowableProxy() != null) ? event.getThrowableProxy().getMessage() : ""))
			.toList();
	}

}
