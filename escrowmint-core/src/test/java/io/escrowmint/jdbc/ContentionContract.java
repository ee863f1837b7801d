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
 * 25 workers with connections of their own: in this process and two others, or in 25
 * others under {@code -Psoak}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContentionContract extends JdbcContract {

	private static final int WORKERS = 25;

	private static final boolean SOAK = Boolean.getBoolean("escrowmint.soak");

	private static final int PROCESSES = SOAK ? WORKERS : 2;

	private static final int WORKERS_EACH = SOAK ? 1 : 8;

	private static final int WORKERS_HERE = WORKERS - PROCESSES * WORKERS_EACH;

	private static final Duration PATIENCE = Duration.ofSeconds(SOAK ? 300 : 100);

	private static final Pattern INSERTED = Pattern.compile("inserted (\\d+)");

	private int inserted;

	ContentionContract(JdbcFixture fixture) {
		super(fixture);
	}

	@BeforeAll
	@Timeout(600)
	void contend() throws Exception {
		for (Contender contender : Contender.values()) {
			this.fixture.newAccount(contender.ordinal(), contender.name(), 0);
		}
		List<JvmProcess> processes = new ArrayList<>();
		try {
			for (int i = 0; i < PROCESSES; i++) {
				processes.add(JvmProcess.start(ContenderMain.class, this.fixture.database.url(),
						String.valueOf(WORKERS_EACH)));
			}
			processes.forEach((process) -> process.awaitOutput("ready", PATIENCE));
			processes.forEach((process) -> process.send("go"));
			if (WORKERS_HERE > 0) {
				this.inserted += ContenderMain.contend(this.fixture.database.url(), WORKERS_HERE, () -> 0);
			}
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
		assertThat(this.fixture.balance(contender.ordinal())).isEqualTo(WORKERS * ContenderMain.INCREMENTS);
	}

	private static int inserted(JvmProcess process) {
		assertThat(process.waitFor(PATIENCE)).as(process.output()).isZero();
		Matcher matcher = INSERTED.matcher(process.output());
		assertThat(matcher.find()).as(process.output()).isTrue();
		return Integer.parseInt(matcher.group(1));
	}

}
