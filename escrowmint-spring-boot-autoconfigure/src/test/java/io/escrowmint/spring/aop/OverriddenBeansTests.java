package io.escrowmint.spring.aop;

import io.escrowmint.Metered;
import io.escrowmint.QuotaService;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * What a test puts in the place of a metered bean costs nothing, and stops no start.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE, properties = "escrowmint.store=memory")
class OverriddenBeansTests {

	@MockitoBean
	private Mocked mocked;

	@TestBean
	private Replaced replaced;

	@MockitoSpyBean
	private Spied spied;

	@Autowired
	private QuotaService quota;

	static Replaced replaced() {
		return new Replaced();
	}

	@Test
	void mockAndReplacementAreFree() {
		given(this.mocked.work()).willReturn("mocked");
		assertThat(this.mocked.work()).isEqualTo("mocked");
		assertThat(AopUtils.isAopProxy(this.replaced)).isFalse();
		assertThat(this.replaced.work()).isEqualTo("replaced");
		assertThat(this.quota.state("overridden").exists()).isFalse();
	}

	@Test
	void spyIsPaidForLikeTheBeanThatItWatches() {
		this.quota.topUp("spied", 10);
		assertThat(this.spied.work()).isEqualTo("spied");
		Mockito.verify(this.spied).work();
		assertThat(this.quota.state("spied").figures().spent()).isEqualTo(3);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Mocked.class, Replaced.class, Spied.class })
	static class Application {

	}

	static class Mocked {

		@Metered(cost = "3", wallet = "'overridden'")
		String work() {
			return "real";
		}

	}

	static class Replaced {

		@Metered(cost = "3", wallet = "'overridden'")
		String work() {
			return "replaced";
		}

	}

	static class Spied {

		@Metered(cost = "3", wallet = "'spied'")
		String work() {
			return "spied";
		}

	}

}
