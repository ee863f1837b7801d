package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.escrowmint.model.Figures;
import io.escrowmint.testing.JvmProcess;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes share nothing but Redis.
 */
@Timeout(180)
class TwoProcessesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final long CREDITS = 1_500;

	@Test
	void twoProcessesEmptyAWalletAndSellNothingTwice() {
		try (OpenStore store = OpenStore.on(TestRedis.shared().connectionFactory(), CompetitorMain::patient)
			.connected(); JvmProcess first = competitor(store); JvmProcess second = competitor(store)) {
			store.topUp("w", CREDITS);
			first.awaitOutput("ready", PATIENCE);
			second.awaitOutput("ready", PATIENCE);
			first.send("go");
			second.send("go");
			long here = bought(first);
			long there = bought(second);
			assertThat(here + there).isEqualTo(CREDITS);
			assertThat(here).isPositive();
			assertThat(there).isPositive();
			assertThat(store.figures("w")).isEqualTo(new Figures(0, 0, 0, CREDITS, CREDITS, 0));
		}
	}

	private static JvmProcess competitor(OpenStore store) {
		return JvmProcess.start(CompetitorMain.class, TestRedis.shared().uri().toURI().toString(), store.prefix());
	}

	private static long bought(JvmProcess process) {
		process.awaitOutput(" credits", PATIENCE);
		Matcher matcher = Pattern.compile("bought (\\d+) credits").matcher(process.output());
		assertThat(matcher.find()).isTrue();
		return Long.parseLong(matcher.group(1));
	}

}
