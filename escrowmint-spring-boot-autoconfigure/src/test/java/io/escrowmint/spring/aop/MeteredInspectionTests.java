package io.escrowmint.spring.aop;

import java.util.function.Consumer;

import io.escrowmint.Metered;
import io.escrowmint.WalletResolver;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.spring.MisconfigurationException;
import kotlin.coroutines.Continuation;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is found on beans that no proxy looks at.
 */
class MeteredInspectionTests {

	@Test
	void annotationsThatNoProxySeesAreFound() {
		assertFails("Privately.work has no effect, because the method is private",
				(context) -> context.register(Privately.class));
		assertFails("Finally.work has no effect, because the method is final",
				(context) -> context.register(Finally.class));
		assertFails("FinalClass.work has no effect, because its class is final",
				(context) -> context.register(FinalClass.class));
		assertFails("MeteredFactory.bean has no effect on the bean",
				(context) -> context.register(MeteredFactory.class));
	}

	@Test
	void suspendingFunctionIsRefused() {
		assertFails("Suspending.work cannot settle, because it is a suspending function",
				(context) -> context.register(Suspending.class));
	}

	@Test
	void lazyBeansAreLookedAtAndNotCreated() {
		assertFails("LazilyWrong.work has no effect", (context) -> context.register(LazilyWrong.class));
		try (MeteredBeans beans = new MeteredBeans(Lazily.class)) {
			assertThat(beans.context.getBeanFactory().containsSingleton("meteredInspectionTests.Lazily")).isFalse();
		}
	}

	@Test
	void beanWithoutAProxyIsFound() {
		assertFails("has no proxy", (context) -> context.register(Processors.class));
	}

	@Test
	void scopedAndFactoryBeansAreLeftAlone() {
		try (MeteredBeans beans = new MeteredBeans(Scoped.class, Factories.class)) {
			beans.get(Scoped.class).work();
			beans.charges(1);
			beans.get(Contract.class).work();
			beans.charges(3);
		}
	}

	@Test
	void handlerNeedsSomebodyWhoFindsThePayer() {
		MeteringGate gate = MeteredCall::proceed;
		assertFails("no WalletResolver bean", (context) -> {
			context.register(Handlers.class);
			context.registerBean(MeteringGate.class, () -> gate);
		});
		new MeteredBeans(MeteringOptions.DEFAULTS, (context) -> {
			context.register(Handlers.class);
			context.registerBean(MeteringGate.class, () -> gate);
			context.registerBean(WalletResolver.class, () -> (request) -> java.util.Optional.empty());
		}).close();
		// Nothing serves requests here.
		new MeteredBeans(Handlers.class).close();
	}

	private static void assertFails(String message, Consumer<AnnotationConfigApplicationContext> components) {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> new MeteredBeans(MeteringOptions.DEFAULTS, components).close())
			.satisfies((ex) -> {
				Throwable cause = ex;
				while (!(cause instanceof MisconfigurationException) && cause.getCause() != null) {
					cause = cause.getCause();
				}
				assertThat(cause).isInstanceOf(MisconfigurationException.class).hasMessageContaining(message);
			});
	}

	static class Privately {

		@Metered(wallet = "'wallet'")
		@SuppressWarnings("unused")
		private void work() {
		}

	}

	static class Suspending {

		@Metered(wallet = "'wallet'")
		Object work(String text, Continuation<? super String> continuation) {
			return text;
		}

	}

	static class Finally {

		@Metered(wallet = "'wallet'")
		final void work() {
		}

	}

	static final class FinalClass {

		@Metered(wallet = "'wallet'")
		void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MeteredFactory {

		@Bean
		@Metered(wallet = "'wallet'")
		String bean() {
			return "";
		}

	}

	@Lazy
	static class LazilyWrong {

		@Metered(wallet = "'wallet'")
		@SuppressWarnings("unused")
		private void work() {
		}

	}

	@Lazy
	static class Lazily {

		@Metered(wallet = "'wallet'")
		void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Processors {

		@Bean
		static PriorityProcessor processor() {
			return new PriorityProcessor();
		}

	}

	static class PriorityProcessor implements BeanPostProcessor, org.springframework.core.PriorityOrdered {

		@Override
		public int getOrder() {
			return org.springframework.core.Ordered.HIGHEST_PRECEDENCE;
		}

		@Metered(wallet = "'wallet'")
		void work() {
		}

	}

	@Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class Scoped {

		@Metered(wallet = "'wallet'")
		void work() {
		}

	}

	interface Contract {

		@Metered(cost = "2", wallet = "'wallet'")
		void work();

	}

	@Configuration(proxyBeanMethods = false)
	static class Factories {

		@Bean
		static org.springframework.beans.factory.FactoryBean<Contract> contract() {
			return new org.springframework.beans.factory.FactoryBean<>() {

				@Override
				public Contract getObject() {
					return () -> {
					};
				}

				@Override
				public Class<?> getObjectType() {
					return Contract.class;
				}

			};
		}

	}

	@RestController
	static class Handlers {

		@GetMapping
		@Metered
		void work() {
		}

	}

}
