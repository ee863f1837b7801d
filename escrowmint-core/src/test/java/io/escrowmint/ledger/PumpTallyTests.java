package io.escrowmint.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import io.escrowmint.testing.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the pump logs, and what it does not.
 */
class PumpTallyTests {

	private static final String WALLET = "customer:jane@example.com";

	@RegisterExtension
	private final LogCapture logged = LogCapture.of(LedgerPump.class);

	private final PumpTally tally = new PumpTally(LedgerListener.NONE);

	@Test
	void aFailureIsSaidOnceByTypeAndStateAndItsMessageAtDebugOnly() {
		SQLException cause = new SQLException("Duplicate entry '" + WALLET + "' for key 'PRIMARY'", "23000");
		this.tally.failed("Landing events", new IllegalStateException(cause.getMessage(), cause));
		this.tally.failed("Landing events", cause);
		assertThat(this.logged.lines(Level.INFO)).singleElement()
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
		assertThat(this.logged.lines(Level.INFO)).singleElement()
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

	@Test
	void anErrorOfAListenerIsSaidAndGoesNoFurther() {
		PumpTally told = new PumpTally((finding) -> {
			throw new NoClassDefFoundError(WALLET);
		});
		LedgerEntry entry = new LedgerEntry(new EventChain("w").created(), 3, "1-0", EventChain.START);
		told.landed(new LandingResult.Landed(new LedgerPosition(3, "1-0", 1), 0, 0, 0,
				List.of(new LedgerFinding.Gap(entry, null))), Duration.ZERO);
		assertNamedAtDebugOnly();
	}

	private void assertNamedAtDebugOnly() {
		assertThat(this.logged.lines(Level.INFO)).isNotEmpty().noneMatch((line) -> line.contains(WALLET));
		assertThat(this.logged.lines(Level.DEBUG)).anyMatch((line) -> line.contains(WALLET));
	}

}
