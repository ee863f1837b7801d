package io.escrowmint.stream;

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
	void processorKilledUnderLoadNeitherRepeatsNorMissesAMessage() throws Exception {
		killUnderLoad(10);
	}

	@Test
	@Tag("soak")
	void processorKilledAHundredTimesNeitherRepeatsNorMissesAMessage() throws Exception {
		killUnderLoad(100);
	}

	private static void killUnderLoad(int kills) throws Exception {
		try (StreamRig rig = StreamRig.shared()) {
			long added = new KilledUnderLoad(rig.in(), () -> process(rig, "-1"), () -> rig.redis().xlen(rig.out()))
				.kill(kills);
			assertThat(rig.published()).isEqualTo(numbers(1, added));
			assertThat(rig.state(rig.tally())).isEqualTo(new Tally(added, added * (added + 1) / 2));
		}
	}

	@Test
	void processorOnPostgreSqlKilledUnderLoadNeitherRepeatsNorMissesAMessage() throws Exception {
		killUnderLoad(10, TestDatabase.postgres(), "postgresql");
	}

	@Test
	void processorOnMariaDbKilledUnderLoadNeitherRepeatsNorMissesAMessage() throws Exception {
		killUnderLoad(3, TestDatabase.mariaDb(), "mariadb");
	}

	@Test
	@Tag("soak")
	void processorsOnDatabasesKilledAHundredTimesNeitherRepeatNorMissAMessage() throws Exception {
		killUnderLoad(100, TestDatabase.postgres(), "postgresql");
		killUnderLoad(100, TestDatabase.mariaDb(), "mariadb");
	}

	private static void killUnderLoad(int kills, TestDatabase database, String platform) throws Exception {
		try (database; StreamRig rig = StreamRig.shared()) {
			JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
			new ResourceDatabasePopulator(new ClassPathResource("schema-" + platform + ".sql", SqlStreamStore.class))
				.execute(database.dataSource());
			jdbc.execute("create table killed (number bigint not null)");
			long added = new KilledUnderLoad(rig.in(), () -> JvmProcess.start(LandingMain.class,
					TestRedis.shared().uri().toURI().toString(), rig.prefix(), rig.in(), database.url()),
					() -> landed(jdbc))
				.kill(kills);
			List<Long> landed = jdbc.queryForList("select number from killed order by number", Long.class);
			assertThat(landed).isEqualTo(numbers(1, added));
		}
	}

	private static long landed(JdbcTemplate jdbc) {
		Long count = jdbc.queryForObject("select count(*) from killed", Long.class);
		return (count != null) ? count : 0;
	}

	@Test
	void messageThatEndsItsProcessGoesToTheDeadLetters() throws Exception {
		try (StreamRig rig = StreamRig.shared()) {
			rig.add(1, 5);
			for (int deaths = 0; deaths < 20 && rig.redis().xlen(rig.out()) < 4; deaths++) {
				try (JvmProcess process = process(rig, "3")) {
					await().atMost(PATIENCE).until(() -> !process.isAlive() || rig.redis().xlen(rig.out()) == 4);
				}
			}
			assertThat(rig.published()).containsExactly(1L, 2L, 4L, 5L);
			assertThat(rig.streams().deadLetters(rig.tally()).list(null, 10)).singleElement()
				.satisfies((letter) -> assertThat(letter.message()).contains("process ended"));
		}
	}

	private static JvmProcess process(StreamRig rig, String poison) {
		return JvmProcess.start(ProcessorMain.class, Map.of("poison", poison),
				TestRedis.shared().uri().toURI().toString(), rig.prefix(), rig.in(), rig.out());
	}

}
