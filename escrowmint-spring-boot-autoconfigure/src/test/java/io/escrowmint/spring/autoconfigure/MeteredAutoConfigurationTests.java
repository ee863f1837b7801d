package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.escrowmint.Metered;
import io.escrowmint.QuotaService;
import io.escrowmint.WalletResolver;
import io.escrowmint.metering.Admission;
import io.escrowmint.metering.MeteringListener;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.spring.aop.MeteredAdvisor;
import io.escrowmint.spring.aop.MeteredCall;
import io.escrowmint.spring.aop.MeteringGate;
import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.HttpOptions;
import io.escrowmint.spring.web.CreditsProblemResolver;
import io.escrowmint.spring.web.CurrentWalletArgumentResolver;
import io.escrowmint.spring.web.RequestWallets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MeteredAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(EscrowMintAutoConfiguration.class,
			MemoryStoreAutoConfiguration.class, HttpContractAutoConfiguration.class,
			EscrowMintWebAutoConfiguration.class, MeteredAutoConfiguration.class,
			ServletMeteredAutoConfiguration.class);

	private final ApplicationContextRunner plain = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
		.withPropertyValues("escrowmint.store=memory");

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
	@ExtendWith(OutputCaptureExtension.class)
	void noBeanIsSaidToMissAPostProcessor(CapturedOutput output) {
		this.resolved.withBean(MeteredController.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("is not eligible for getting processed");
		});
	}

	@Test
	void meteredBeanIsChargedWithoutAWebApplication() {
		this.plain.withBean(MeteredService.class).withPropertyValues("escrowmint.prices.work=4").run((context) -> {
			QuotaService quota = context.getBean(QuotaService.class);
			quota.topUp("wallet", 10);
			assertThat(context.getBean(MeteredService.class).work("wallet")).isEqualTo("done");
			await().untilAsserted(() -> assertThat(quota.state("wallet").figures().spent()).isEqualTo(4));
			assertThat(context).doesNotHaveBean(MeteringGate.class);
		});
	}

	@Test
	void childContextMetersItsOwnBeans() {
		this.plain.run((parent) -> {
			this.resolved.withParent(parent).withBean(MeteredController.class).run((child) -> {
				assertThat(child).hasNotFailed();
				assertThat(AopUtils.isCglibProxy(child.getBean(MeteredController.class))).isTrue();
			});
			this.plain.withParent(parent)
				.withBean(MeteredService.class)
				.withPropertyValues("escrowmint.prices.work=4")
				.run((child) -> {
					QuotaService quota = parent.getBean(QuotaService.class);
					quota.topUp("wallet", 10);
					assertThat(child.getBean(MeteredService.class).work("wallet")).isEqualTo("done");
					await().untilAsserted(() -> assertThat(quota.state("wallet").figures().spent()).isEqualTo(4));
				});
		});
	}

	@Test
	void meteredBeanIsAdvisedInAReactiveApplication() {
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("escrowmint.store=memory", "escrowmint.prices.work=4")
			.withBean(MeteredService.class)
			.run((context) -> assertThat(AopUtils.isAopProxy(context.getBean(MeteredService.class))).isTrue());
	}

	@Test
	void disabledMeteringAdvisesNothingAndKeepsTheWalletArgument() {
		this.runner.withPropertyValues("escrowmint.metered.enabled=false")
			.withBean(MeteredController.class)
			.withBean(MeteredService.class)
			.run((context) -> {
				assertThat(AopUtils.isAopProxy(context.getBean(MeteredController.class))).isFalse();
				assertThat(context.getBean(MeteredService.class).work("wallet")).isEqualTo("done");
				assertThat(context).doesNotHaveBean(MeteredAdvisor.class)
					.doesNotHaveBean(MeteringSessions.class)
					.doesNotHaveBean("escrowMintMeteredRequestFilter")
					.hasSingleBean(CurrentWalletArgumentResolver.class);
			});
	}

	@Test
	void gateOfServletsNeedsSpringMvcAndAServletApplication() {
		this.resolved.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MeteringGate.class));
		this.plain.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(MeteringSessions.class)
			.doesNotHaveBean(MeteringGate.class)
			.doesNotHaveBean(RequestWallets.class));
	}

	@Test
	void beansOfTheUserReplaceOurs() {
		MeteringGate gate = MeteredCall::proceed;
		this.resolved.withBean("gate", MeteringGate.class, () -> gate)
			.withBean("wallets", RequestWallets.class, () -> new RequestWallets(List.of()))
			.withBean("problems", CreditsProblemResolver.class,
					() -> new CreditsProblemResolver(new CreditsAnswers(HttpOptions.DEFAULTS)))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(MeteringGate.class)
				.hasSingleBean(RequestWallets.class)
				.hasSingleBean(CreditsProblemResolver.class));
	}

	@Test
	void holdsAreKeptWhileTheApplicationRuns() {
		this.plain.run((context) -> {
			MeteringLifecycle lifecycle = context.getBean(MeteringLifecycle.class);
			assertThat(lifecycle.isRunning()).isTrue();
			context.close();
			assertThat(lifecycle.isRunning()).isFalse();
		});
	}

	@Test
	void everyListenerHearsWhatHappensAlsoBehindOneThatFails() {
		List<String> heard = new CopyOnWriteArrayList<>();
		this.plain.withBean(MeteredService.class)
			.withPropertyValues("escrowmint.prices.work=0")
			.withBean("fails", MeteringListener.class, () -> listener(() -> {
				throw new IllegalStateException();
			}))
			.withBean("hears", MeteringListener.class, () -> listener(() -> heard.add("decided")))
			.run((context) -> {
				context.getBean(MeteredService.class).work("wallet");
				assertThat(heard).containsExactly("decided");
			});
	}

	@Test
	void optionsReachTheSessions() {
		this.plain
			.withPropertyValues("escrowmint.metered.mode=shadow", "escrowmint.metered.settle=sync",
					"escrowmint.metered.max-cost=7", "escrowmint.metered.open-allowance=3",
					"escrowmint.metered.max-lifetime=1m", "escrowmint.metered.order=5")
			.run((context) -> {
				assertThat(context.getBean(MeteringSessions.class).options()).isEqualTo(new MeteringOptions(
						MeteringOptions.Mode.SHADOW, MeteringOptions.Settle.SYNC, 7, 3, Duration.ofMinutes(1)));
				assertThat(context.getBean(MeteredAdvisor.class).getOrder()).isEqualTo(5);
			});
	}

	@Test
	void shippedOptionsAreThoseOfTheCore() {
		this.plain.run((context) -> {
			assertThat(context.getBean(MeteringSessions.class).options()).isEqualTo(MeteringOptions.DEFAULTS);
			assertThat(context.getBean(EscrowMintProperties.class).metered().terms())
				.isEqualTo(io.escrowmint.metering.Terms.DEFAULTS);
			assertThat(context.getBean(MeteredAdvisor.class).getOrder()).isEqualTo(MeteredAdvisor.DEFAULT_ORDER);
		});
	}

	@Test
	void shadowRunsEveryCall() {
		this.plain.withPropertyValues("escrowmint.metered.mode=shadow", "escrowmint.prices.work=4")
			.withBean(MeteredService.class)
			.run((context) -> {
				assertThat(context.getBean(MeteredService.class).work(null)).isEqualTo("done");
				assertThat(context.getBean(MeteredService.class).work("empty")).isEqualTo("done");
			});
	}

	@Test
	void meteredHandlerWithoutAWalletResolverIsAFailure() {
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
				.hasMessageContaining("MeteredService.work has the price 'work', which is not configured"));
	}

	@ParameterizedTest
	@CsvSource({ "escrowmint.metered.ttl, 0s, 1 ms", "escrowmint.metered.commit-on, 2xx, 200-399",
			"escrowmint.metered.on-unavailable, default, closed or open",
			"escrowmint.metered.on-disconnect, default, cancel", "escrowmint.metered.max-cost, 0, between 1 and",
			"escrowmint.metered.open-allowance, -1, between 0 and", "escrowmint.metered.max-lifetime, 0s, 1 ms",
			"escrowmint.prices.echo, -1, between 0 and" })
	void wrongValueIsNamedWithItsRule(String property, String value, String rule) {
		this.resolved.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(property);
					assertThat(ex.getReason()).contains(rule);
				}));
	}

	private static MeteringListener listener(Runnable decided) {
		return new MeteringListener() {

			@Override
			public void decided(Admission admission) {
				decided.run();
			}

		};
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

		@Metered(price = "work", wallet = "#wallet")
		String work(String wallet) {
			return "done";
		}

	}

}
