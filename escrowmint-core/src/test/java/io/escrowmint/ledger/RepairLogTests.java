package io.escrowmint.ledger;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.escrowmint.ledger.RepairResult.Outcome;
import io.escrowmint.model.Figures;
import io.escrowmint.store.WalletImage;
import io.escrowmint.testing.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is logged of repairs, and what is not.
 */
class RepairLogTests {

	private static final String WALLET = "customer:jane@example.com";

	@RegisterExtension
	private final LogCapture logged = LogCapture.of(LedgerReconciler.class);

	private final RepairLog log = new RepairLog();

	@ParameterizedTest
	@EnumSource(Outcome.class)
	void walletIsNamedAtDebugOnly(Outcome outcome) {
		this.log.repaired(result(outcome));
		assertThat(this.logged.lines(Level.INFO)).noneMatch((line) -> line.contains(WALLET));
		assertThat(this.logged.lines(Level.DEBUG)).anyMatch((line) -> line.contains(WALLET));
	}

	@Test
	void rebuiltWalletIsAWarningToTheCreditAndAnUndecidedOneAnError() {
		this.log.repaired(result(Outcome.REBUILT));
		this.log.repaired(result(Outcome.UNDECIDED));
		this.log.repaired(result(Outcome.SOUND));
		assertThat(this.logged.events(Level.WARN)).extracting(ILoggingEvent::getLevel)
			.containsExactly(Level.WARN, Level.ERROR);
		assertThat(this.logged.lines(Level.WARN).get(0)).contains("was LOST", "3 events", "spent=40");
	}

	@Test
	void failureIsSaidOnceByTypeWithoutWhatItsMessageNames() {
		Throwable error = new IllegalStateException(new IllegalArgumentException(WALLET));
		this.log.failed(error);
		this.log.failed(error);
		assertThat(this.logged.lines(Level.WARN)).singleElement()
			.asString()
			.endsWith("IllegalStateException, caused by IllegalArgumentException");
		assertThat(this.logged.events(Level.WARN)).allMatch((event) -> event.getThrowableProxy() == null);
		this.log.succeeded();
		this.log.failed(error);
		assertThat(this.logged.lines(Level.WARN)).hasSize(2);
	}

	private static RepairResult result(Outcome outcome) {
		Figures lost = new Figures(-40, 0, 0, 40, 0, 0);
		WalletCheck check = new WalletCheck(WALLET, Verdict.LOST, WALLET + " is lost",
				WalletImage.missing(WALLET, null), null);
		return new RepairResult(WALLET, outcome, check, 3, lost, Figures.ZERO, lost, "fenced by hand: " + WALLET,
				List.of());
	}

}
