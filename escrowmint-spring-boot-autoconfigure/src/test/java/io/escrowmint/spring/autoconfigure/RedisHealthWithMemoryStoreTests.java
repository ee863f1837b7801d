package io.escrowmint.spring.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class RedisHealthWithMemoryStoreTests {

	private static final String SWITCH = "management.health.redis.enabled";

	@Test
	void memoryWithoutAConnectionSwitchesRedisHealthOff() {
		assertThat(process("escrowmint.store=MEMORY").getProperty(SWITCH)).isEqualTo("false");
	}

	@Test
	void redisLeavesItAsItIs() {
		assertThat(process("escrowmint.prefix=a").getProperty(SWITCH)).isNull();
		assertThat(process("escrowmint.store=redis").getProperty(SWITCH)).isNull();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "spring.data.redis.host=h", "spring.data.redis.port=6380", "spring.data.redis.url=redis://h",
					"spring.data.redis.sentinel.master=m", "spring.data.redis.cluster.nodes=a:1,b:2",
					"spring.data.redis.cluster.nodes[0]=a:1", "spring.data.redis.masterreplica.nodes=a:1" })
	void configuredConnectionLeavesItAsItIs(String connection) {
		assertThat(process("escrowmint.store=memory", connection).getProperty(SWITCH)).isNull();
	}

	@Test
	void whatTheApplicationSaysCounts() {
		assertThat(process("escrowmint.store=memory", SWITCH + "=true").getProperty(SWITCH)).isEqualTo("true");
	}

	private static StandardEnvironment process(String... properties) {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(properties).applyTo(environment);
		new RedisHealthWithMemoryStore().postProcessEnvironment(environment, new SpringApplication());
		return environment;
	}

}
