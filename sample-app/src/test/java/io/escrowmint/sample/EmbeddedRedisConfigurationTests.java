package io.escrowmint.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedRedisConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(EmbeddedRedisConfiguration.class);

	@Test
	void withoutAConnectionThereIsARedisOfItsOwn() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(EmbeddedRedis.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.data.redis.host=h", "spring.data.redis.port=1", "spring.data.redis.url=redis://h",
			"spring.data.redis.sentinel.master=m", "spring.data.redis.cluster.nodes=a:1,b:2",
			"spring.data.redis.cluster.nodes[0]=a:1", "spring.data.redis.masterreplica.nodes[0]=a:1",
			"escrowmint.store=memory" })
	void whatIsConfiguredIsUsed(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedRedis.class));
	}

}
