package io.escrowmint.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.escrowmint.testing.JvmProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * 25 workers with connections of their own: in five processes, or in 25 under
 * {@code -Psoak}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContentionContract extends JdbcContract {

	private static final int WORKERS = 25;

	private static final int PROCESSES = Boolean.getBoolean("escrowmint.soak") ? WORKERS : 5;

	private static final int INCREMENTS = 10;

	private static final Duration PATIENCE = Duration.ofSeconds(100);

	private static final Pattern INSERTED = Pattern.compile("inserted (\\d+)");

	private int inserted;

	ContentionContract(JdbcFixture fixture) {
		super(fixture);
	}

	@BeforeAll
	@Timeout(200)
	void contend() {
		for (Contender contender : Contender.values()) {
			this.fixture.newAccount(contender.ordinal(), contender.name(), 0);
		}
		List<JvmProcess> processes = new ArrayList<>();
		try {
			for (int i = 0; i < PROCESSES; i++) {
				processes.add(JvmProcess.start(ContenderMain.class, this.fixture.database.url(),
						String.valueOf(WORKERS / PROCESSES), String.valueOf(INCREMENTS)));
			}
			processes.forEach((process) -> process.awaitOutput("ready", PATIENCE));
			processes.forEach((process) -> process.send("go"));
			processes.forEach((process) -> this.inserted += inserted(process));
		}
		finally {
			processes.forEach(JvmProcess::close);
		}
	}

	@Test
	void rowLockLosesNoIncrement() {
		assertExact(Contender.ROW_LOCK);
	}

	@Test
	void advisoryLockLosesNoIncrement() {
		assertExact(Contender.ADVISORY_LOCK);
	}

	@Test
	void bothLocksLoseNoIncrement() {
		assertExact(Contender.BOTH_LOCKS);
	}

	@Test
	void optimisticRetryLosesNoIncrement() {
		assertExact(Contender.OPTIMISTIC_RETRY);
	}

	@Test
	void racedInsertIsOneRow() {
		assertThat(this.inserted).isOne();
		assertThat(this.fixture.number("SELECT COUNT(*) FROM request WHERE request_key = 'raced'")).isOne();
	}

	private void assertExact(Contender contender) {
		assertThat(this.fixture.balance(contender.ordinal())).isEqualTo(WORKERS * INCREMENTS);
	}

	private static int inserted(JvmProcess process) {
		assertThat(process.waitFor(PATIENCE)).as(process.output()).isZero();
		Matcher matcher = INSERTED.matcher(process.output());
		assertThat(matcher.find()).as(process.output()).isTrue();
		return Integer.parseInt(matcher.group(1));
	}

}
