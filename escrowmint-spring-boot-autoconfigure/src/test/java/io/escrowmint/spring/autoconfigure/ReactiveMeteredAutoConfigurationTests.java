package io.escrowmint.spring.autoconfigure;

import java.util.List;
import java.util.Optional;

import io.escrowmint.Metered;
import io.escrowmint.WalletResolver;
import io.escrowmint.spring.aop.MeteredAdvisor;
import io.escrowmint.spring.aop.MeteredCall;
import io.escrowmint.spring.aop.MeteringGate;
import io.escrowmint.spring.http.HttpOptions;
import io.escrowmint.spring.webflux.CreditsProblemHandler;
import io.escrowmint.spring.webflux.CurrentWalletArgumentResolver;
import io.escrowmint.spring.webflux.MeteringHandlerAdapter;
import io.escrowmint.spring.webflux.MeteringWebFilter;
import io.escrowmint.spring.webflux.ReactiveMetering;
import io.escrowmint.spring.webflux.ReactiveMeteringGate;
import io.escrowmint.spring.webflux.ReactiveWallets;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.DispatcherHandler;

import static org.assertj.core.api.Assertions.assertThat;

class ReactiveMeteredAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(EscrowMintAutoConfiguration.class,
			MemoryStoreAutoConfiguration.class, EscrowMintWebFluxAutoConfiguration.class,
			MeteredAutoConfiguration.class, ReactiveMeteredAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withPropertyValues("escrowmint.store=memory")
		.withBean(WalletResolver.class, () -> (request) -> Optional.of("wallet"));

	@Test
	void meteredControllerIsAdvised() {
		this.runner.withBean(MeteredController.class).run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean(MeteredController.class))).isTrue();
			assertThat(context).hasSingleBean(MeteringWebFilter.class)
				.hasSingleBean(MeteringHandlerAdapter.class)
				.hasSingleBean(CreditsProblemHandler.class)
				.hasSingleBean(CurrentWalletArgumentResolver.class);
			assertThat(context.getBean(MeteringGate.class)).isInstanceOf(ReactiveMeteringGate.class);
		});
	}

	@Test
	void disabledMeteringAdvisesNothingAndKeepsTheWalletArgument() {
		this.runner.withPropertyValues("escrowmint.metered.enabled=false")
			.withBean(MeteredController.class)
			.run((context) -> {
				assertThat(AopUtils.isAopProxy(context.getBean(MeteredController.class))).isFalse();
				assertThat(context).doesNotHaveBean(MeteredAdvisor.class)
					.doesNotHaveBean(MeteringWebFilter.class)
					.doesNotHaveBean(MeteringHandlerAdapter.class)
					.hasSingleBean(CurrentWalletArgumentResolver.class);
			});
	}

	@Test
	void nothingIsThereWithoutWebFluxOrAReactiveApplication() {
		this.runner.withClassLoader(new FilteredClassLoader(DispatcherHandler.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ReactiveMetering.class)
				.doesNotHaveBean(ReactiveWallets.class));
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("escrowmint.store=memory")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ReactiveMetering.class));
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("escrowmint.store=memory")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ReactiveMetering.class));
	}

	@Test
	void beansOfTheUserReplaceOurs() {
		MeteringGate gate = MeteredCall::proceed;
		this.runner.withBean("gate", MeteringGate.class, () -> gate)
			.withBean("wallets", ReactiveWallets.class, () -> new ReactiveWallets(List.of()))
			.withBean("problems", CreditsProblemHandler.class, () -> new CreditsProblemHandler(HttpOptions.DEFAULTS))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(MeteringGate.class)
				.hasSingleBean(ReactiveWallets.class)
				.hasSingleBean(CreditsProblemHandler.class));
	}

	@Test
	void wrongPropertyOfTheContractIsAFailure() {
		this.runner.withPropertyValues("escrowmint.web.idempotency.max-body=1GB")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("escrowmint.web.idempotency.max-body"));
	}

	@RestController
	static class MeteredController {

		@Metered
		@GetMapping("/work")
		Mono<String> work() {
			return Mono.just("done");
		}

	}

}
