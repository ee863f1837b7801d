package io.escrowmint.spring.autoconfigure;

import java.util.List;
import java.util.Optional;

import io.escrowmint.Metered;
import io.escrowmint.WalletResolver;
import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.spring.aop.MeteredAdvisor;
import io.escrowmint.spring.aop.MeteredCall;
import io.escrowmint.spring.aop.MeteringGate;
import io.escrowmint.spring.web.CreditsProblemResolver;
import io.escrowmint.spring.web.CurrentWalletArgumentResolver;
import io.escrowmint.spring.web.RequestWallets;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

class MeteredAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(EscrowMintAutoConfiguration.class,
			MemoryStoreAutoConfiguration.class, EscrowMintWebAutoConfiguration.class, MeteredAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withPropertyValues("escrowmint.store=memory");

	private final WebApplicationContextRunner resolved = this.runner.withBean(WalletResolver.class,
			() -> (request) -> Optional.of("wallet"));

	@Test
	void meteredControllerIsAdvised() {
		this.resolved.withBean(MeteredController.class).run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean(MeteredController.class))).isTrue();
			assertThat(context).hasBean("escrowMintMeteredRequestFilter");
			assertThat(context.getBeanFactory().getBeanDefinition("escrowMintMeteredAdvisor").getRole())
				.isEqualTo(BeanDefinition.ROLE_INFRASTRUCTURE);
		});
	}

	@Test
	void disabledMeteringAdvisesNothingAndKeepsTheWalletArgument() {
		this.runner.withPropertyValues("escrowmint.metered.enabled=false")
			.withBean(MeteredController.class)
			.run((context) -> {
				assertThat(AopUtils.isAopProxy(context.getBean(MeteredController.class))).isFalse();
				assertThat(context).doesNotHaveBean(MeteredAdvisor.class)
					.doesNotHaveBean("escrowMintMeteredRequestFilter")
					.hasSingleBean(CurrentWalletArgumentResolver.class);
			});
	}

	@Test
	void nothingIsThereWithoutSpringMvcOrAServletApplication() {
		this.resolved.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MeteredAdvisor.class));
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("escrowmint.store=memory")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(MeteredAdvisor.class)
				.doesNotHaveBean(RequestWallets.class));
	}

	@Test
	void beansOfTheUserReplaceOurs() {
		MeteringGate gate = MeteredCall::proceed;
		this.resolved.withBean("gate", MeteringGate.class, () -> gate)
			.withBean("wallets", RequestWallets.class, () -> new RequestWallets(List.of()))
			.withBean("problems", CreditsProblemResolver.class, CreditsProblemResolver::new)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(MeteringGate.class)
				.hasSingleBean(RequestWallets.class)
				.hasSingleBean(CreditsProblemResolver.class));
	}

	@Test
	void meteredMethodWithoutAWalletResolverIsAFailure() {
		this.runner.withBean(MeteredController.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.isInstanceOfSatisfying(MisconfigurationException.class,
						(ex) -> assertThat(ex.action()).contains("WalletResolver")));
	}

	@Test
	void annotationThatCannotWorkIsAFailure() {
		this.resolved.withBean(MeteredService.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(MisconfigurationException.class)
				.hasMessageContaining("MeteredService.work"));
	}

	@Test
	void wrongTtlIsNamed() {
		this.resolved.withPropertyValues("escrowmint.metered.ttl=0s")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo("escrowmint.metered.ttl")));
	}

	@RestController
	static class MeteredController {

		@Metered
		@GetMapping("/work")
		String work() {
			return "done";
		}

	}

	static class MeteredService {

		@Metered
		String work() {
			return "done";
		}

	}

}
