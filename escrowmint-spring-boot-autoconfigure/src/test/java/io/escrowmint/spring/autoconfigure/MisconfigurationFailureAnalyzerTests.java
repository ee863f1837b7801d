package io.escrowmint.spring.autoconfigure;

import io.escrowmint.spring.MisconfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What somebody reads in the console who put the application together wrongly.
 */
@ExtendWith(OutputCaptureExtension.class)
class MisconfigurationFailureAnalyzerTests {

	@Test
	void saysWhatWasFoundAndWhatToWrite(CapturedOutput output) {
		SpringApplication application = new SpringApplication(NoStore.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThat(catchThrowable(application::run)).hasRootCauseInstanceOf(MisconfigurationException.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "There is no store for escrowmint.store=redis",
				"Add spring-boot-starter-data-redis");
	}

	@Test
	void invalidPropertyIsNamedWithItsValue(CapturedOutput output) {
		SpringApplication application = new SpringApplication(NoStore.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThat(catchThrowable(() -> application.run("--escrowmint.store=memory", "--escrowmint.timeout=0s")))
			.isNotNull();
		assertThat(output).contains("Invalid value '0s' for configuration property 'escrowmint.timeout'",
				"must be 1 ms or more");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataRedisAutoConfiguration.class)
	static class NoStore {

	}

}
