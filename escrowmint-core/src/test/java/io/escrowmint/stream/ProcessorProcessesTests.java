package io.escrowmint.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.escrowmint.testing.JvmProcess;
import io.escrowmint.testing.TestDatabase;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static io.escrowmint.stream.KilledUnderLoad.PATIENCE;
import static io.escrowmint.stream.StreamRig.await;
import static io.escrowmint.stream.StreamRig.numbers;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that run one processor share nothing but Redis, and a database where they
 * commit in one, and die at any moment.
 */
@Timeout(1800)
class ProcessorProcessesTests {

	@Test
	void processorsKilledUnderLoadNeitherRepeatNorMissAMessage() throws Exception {
		killUnderLoad(10);
	}

	@Test
	@Tag("soak")
	void processorsKilledAHundredTimesNeitherRepeatNorMissAMessage() throws Exception {
		killUnderLoad(100);
	}

	/** One process runs three processors, so each kill is one of each. */
	private static void killUnderLoad(int kills) throws Exception {
		try (TestDatabase postgres = TestDatabase.postgres();
				TestDatabase mariaDb = TestDatabase.mariaDb();
				StreamRig rig = StreamRig.shared()) {
			JdbcTemplate first = landing(postgres, "postgresql");
			JdbcTemplate second = landing(mariaDb, "mariadb");
			long added = new KilledUnderLoad(rig.in(), () -> process(rig, Map.of(), postgres.url(), mariaDb.url()),
					List.of(() -> rig.redis().xlen(rig.out()), () -> count(first), () -> count(second)))
				.kill(kills);
			assertThat(rig.published()).isEqualTo(numbers(1, added));
			assertThat(rig.state(rig.tally())).isEqualTo(new Tally(added, added * (added + 1) / 2));
			assertThat(landed(first)).isEqualTo(numbers(1, added));
			assertThat(landed(second)).isEqualTo(numbers(1, added));
		}
	}

	private static JdbcTemplate landing(TestDatabase database, String platform) {
		JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
		new ResourceDatabasePopulator(new ClassPathResource("schema-" + platform + ".sql", SqlStreamStore.class))
			.execute(database.dataSource());
		jdbc.execute("create table killed (number bigint not null)");
		return jdbc;
	}

	private static List<Long> landed(JdbcTemplate jdbc) {
		return jdbc.queryForList("select number from killed order by number", Long.class);
	}

	private static long count(JdbcTemplate jdbc) {
		Long count = jdbc.queryForObject("select count(*) from killed", Long.class);
		return (count != null) ? count : 0;
	}

	@Test
	void messageThatEndsItsProcessGoesToTheDeadLetters() throws Exception {
		try (StreamRig rig = StreamRig.shared()) {
			rig.add(1, 5);
			for (int deaths = 0; deaths < 20 && rig.redis().xlen(rig.out()) < 4; deaths++) {
				try (JvmProcess process = process(rig, Map.of("poison", "3", "deliveries", "1"))) {
					process.send("go");
					await().atMost(PATIENCE).until(() -> !process.isAlive() || rig.redis().xlen(rig.out()) == 4);
				}
			}
			assertThat(rig.published()).containsExactly(1L, 2L, 4L, 5L);
			assertThat(rig.streams().deadLetters(rig.tally()).list(null, 10)).singleElement()
				.satisfies((letter) -> assertThat(letter.message()).contains("process ended"));
		}
	}

	private static JvmProcess process(StreamRig rig, Map<String, String> properties, String... databases) {
		List<String> arguments = new ArrayList<>(
				List.of(TestRedis.shared().uri().toURI().toString(), rig.prefix(), rig.in(), rig.out()));
		arguments.addAll(List.of(databases));
		return JvmProcess.start(ProcessorMain.class, properties, arguments.toArray(String[]::new));
	}

}
