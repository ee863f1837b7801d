package io.escrowmint.sample;

import java.util.Arrays;

import io.escrowmint.testing.EmbeddedRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample with a Redis of the user's, and with none at all.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfiguredRedisTests {

	@Test
	void restartAgainstTheSameRedisAddsNoCreditsAgain() throws Exception {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start()) {
			String[] patient = { "--spring.data.redis.url=redis://127.0.0.1:" + redis.port(),
					"--escrowmint.timeout=30s", "--escrowmint.api-keys.max-staleness=30s" };
			try (ConfigurableApplicationContext first = start(patient)) {
				assertThat(first.containsBean("embeddedRedis")).isFalse();
				assertThat(client(first).paid("/api/echo").statusCode()).isEqualTo(200);
			}
			try (ConfigurableApplicationContext second = start(patient)) {
				assertThat(client(second).balance()).isEqualTo(19);
			}
		}
	}

	@Test
	void saysWhatToTypeNextWithTheRealPort(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("--escrowmint.store=memory")) {
			assertThat(output)
				.contains("curl -i -H 'X-API-Key: demo-key' http://localhost:" + port(context) + "/api/echo");
		}
	}

	@Test
	void memoryNeedsNoRedisAndHealthIsUp() throws Exception {
		try (ConfigurableApplicationContext context = start("--escrowmint.store=memory")) {
			assertThat(context.containsBean("embeddedRedis")).isFalse();
			assertThat(client(context).paid("/api/echo").statusCode()).isEqualTo(200);
			assertThat(client(context).get("/actuator/health").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void withoutItsRedisTheSampleStartsAndSaysThatItIsUnavailable() throws Exception {
		try (EmbeddedRedis redis = EmbeddedRedis.version7();
				ConfigurableApplicationContext context = start(
						"--spring.data.redis.url=redis://127.0.0.1:" + redis.port(), "--escrowmint.timeout=300ms")) {
			assertThat(client(context).paid("/api/echo").statusCode()).isEqualTo(503);
			assertThat(client(context).get("/actuator/health").statusCode()).isEqualTo(503);
			assertThat(client(context).get("/actuator/health/liveness").statusCode()).isEqualTo(200);
		}
	}

	private static ConfigurableApplicationContext start(String... args) {
		String[] all = Arrays.copyOf(args, args.length + 2);
		all[args.length] = "--server.port=0";
		all[args.length + 1] = "--logging.level.io.escrowmint=INFO";
		return SpringApplication.run(SampleApplication.class, all);
	}

	private static Client client(ConfigurableApplicationContext context) {
		return new Client(port(context));
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

}
