package io.escrowmint.ledger;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.escrowmint.ledger.RepairResult.Outcome;
import io.escrowmint.model.Figures;
import io.escrowmint.store.WalletImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is logged of repairs, and what is not.
 */
class RepairLogTests {

	private static final String WALLET = "customer:jane@example.com";

	private final Logger logger = (Logger) LoggerFactory.getLogger(LedgerReconciler.class);

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final RepairLog log = new RepairLog();

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

	@ParameterizedTest
	@EnumSource(Outcome.class)
	void walletIsNamedAtDebugOnly(Outcome outcome) {
		this.log.repaired(result(outcome));
		assertThat(lines(Level.INFO)).noneMatch((line) -> line.contains(WALLET));
		assertThat(lines(Level.DEBUG)).anyMatch((line) -> line.contains(WALLET));
	}

	@Test
	void rebuiltWalletIsAWarningToTheCreditAndAnUndecidedOneAnError() {
		this.log.repaired(result(Outcome.REBUILT));
		this.log.repaired(result(Outcome.UNDECIDED));
		this.log.repaired(result(Outcome.SOUND));
		assertThat(this.appender.list).filteredOn((event) -> event.getLevel().isGreaterOrEqual(Level.WARN))
			.extracting(ILoggingEvent::getLevel)
			.containsExactly(Level.WARN, Level.ERROR);
		assertThat(lines(Level.WARN).get(0)).contains("was LOST", "3 events", "spent=40");
	}

	@Test
	void failureIsSaidOnceByTypeWithoutWhatItsMessageNames() {
		Throwable error = new IllegalStateException(new IllegalArgumentException(WALLET));
		this.log.failed(error);
		this.log.failed(error);
		assertThat(lines(Level.WARN)).singleElement()
			.asString()
			.endsWith("IllegalStateException, caused by IllegalArgumentException");
		assertThat(this.appender.list).filteredOn((event) -> event.getLevel().isGreaterOrEqual(Level.WARN))
			.allMatch((event) -> event.getThrowableProxy() == null);
		this.log.succeeded();
		this.log.failed(error);
		assertThat(lines(Level.WARN)).hasSize(2);
	}

	private List<String> lines(Level level) {
		return this.appender.list.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(level))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	private static RepairResult result(Outcome outcome) {
		Figures lost = new Figures(-40, 0, 0, 40, 0, 0);
		WalletCheck check = new WalletCheck(WALLET, Verdict.LOST, WALLET + " is lost",
				WalletImage.missing(WALLET, null), null);
		return new RepairResult(WALLET, outcome, check, 3, lost, Figures.ZERO, lost, "fenced by hand: " + WALLET,
				List.of());
	}

}
