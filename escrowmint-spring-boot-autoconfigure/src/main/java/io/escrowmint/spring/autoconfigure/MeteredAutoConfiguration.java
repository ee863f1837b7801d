package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.escrowmint.MeteringPath;
import io.escrowmint.lease.CreditLeases;
import io.escrowmint.metering.MeteringDecorator;
import io.escrowmint.metering.MeteringListener;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.metering.StoreMeteringSessions;
import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.spring.aop.AdvisorPlacement;
import io.escrowmint.spring.aop.CreatedBeans;
import io.escrowmint.spring.aop.MeteredAdvisor;
import io.escrowmint.spring.aop.MeteredInspection;
import io.escrowmint.spring.aop.MeteredMethods;
import io.escrowmint.spring.aop.MeteringGate;
import io.escrowmint.spring.aop.MeteringParts;
import io.escrowmint.spring.aop.PlainMetering;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.function.SingletonSupplier;

/**
 * Metered methods, whatever runs them: controllers through the {@link MeteringGate} of
 * their web framework, all other beans by themselves. In a hierarchy of contexts each has
 * the advisor of its own beans, and they share the sessions of the first.
 */
@AutoConfiguration(after = { EscrowMintAutoConfiguration.class, LeasesAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "escrowmint.metered.enabled", matchIfMissing = true)
@Import(MeteredAutoConfiguration.ProxyCreatorRegistrar.class)
public final class MeteredAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	static MeteredMethods escrowMintMeteredMethods(ObjectProvider<EscrowMintProperties> properties, BeanFactory beans) {
		return new MeteredMethods(() -> properties.getObject().meteredDefaults(), beans);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	static MeteredAdvisor escrowMintMeteredAdvisor(MeteredMethods methods, ObjectProvider<MeteringGate> gate,
			ObjectProvider<PlainMetering> plain, ObjectProvider<MeteringListener> listeners,
			ObjectProvider<EscrowMintProperties> properties) {
		return new MeteredAdvisor(methods, SingletonSupplier.of(() -> {
			boolean shadow = properties.getObject().metered().mode() == MeteringOptions.Mode.SHADOW;
			return new MeteringParts(gate.getIfAvailable(() -> plain.getObject()::invoke), plain.getObject()::invoke,
					shadow ? chain(listeners) : null);
		}), () -> properties.getObject().metered().order());
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static AdvisorPlacement escrowMintAdvisorPlacement() {
		return new AdvisorPlacement();
	}

	@Bean
	@ConditionalOnMissingBean
	MeteringSessions escrowMintMeteringSessions(DecoratedStore store, EscrowMintProperties properties,
			ObjectProvider<MeteringListener> listeners, ObjectProvider<MeteringDecorator> decorators,
			ObjectProvider<CreditLeases> leases, Environment environment) {
		return decorated(decorators,
				new StoreMeteringSessions(store.store(), properties.quotaDefaults().maxDebt(),
						properties.meteringOptions(), chain(listeners), leases(leases, properties),
						BackgroundThreads.of(environment, "escrowmint-metering")));
	}

	private static MeteringSessions decorated(ObjectProvider<MeteringDecorator> decorators, MeteringSessions sessions) {
		List<MeteringDecorator> outermostFirst = decorators.orderedStream().toList();
		MeteringSessions decorated = sessions;
		for (int index = outermostFirst.size() - 1; index >= 0; index--) {
			decorated = outermostFirst.get(index).decorate(decorated);
		}
		return decorated;
	}

	@Bean
	@ConditionalOnMissingBean
	MeteringLifecycle escrowMintMeteringLifecycle(MeteringSessions sessions, Environment environment) {
		return new MeteringLifecycle(sessions, environment.getProperty("spring.lifecycle.timeout-per-shutdown-phase",
				Duration.class, Duration.ofSeconds(30)),
				BackgroundThreads.of(environment, "escrowmint-metering-drain"));
	}

	@Bean
	@ConditionalOnMissingBean
	PlainMetering escrowMintPlainMetering(MeteringSessions sessions) {
		return new PlainMetering(sessions);
	}

	@Bean
	MeteredInspection escrowMintMeteredInspection(ConfigurableListableBeanFactory beans, MeteredMethods methods,
			EscrowMintProperties properties, ObjectProvider<CreatedBeans> created) {
		// Wrong configuration is a failure even if no annotation asks for it yet.
		properties.meteredDefaults();
		CreatedBeans known = created.getIfAvailable();
		return new MeteredInspection(beans, methods, (known != null) ? known : (name) -> true);
	}

	private static @Nullable CreditLeases leases(ObjectProvider<CreditLeases> leases, EscrowMintProperties properties) {
		CreditLeases found = leases.getIfAvailable();
		if (found == null && properties.metered().path() == MeteringPath.LEASED) {
			throw new MisconfigurationException("There are no leases for escrowmint.metered.path=leased.",
					"Remove escrowmint.leases.enabled=false, or declare a CreditLeases bean, or set escrowmint.metered.path=direct.");
		}
		return found;
	}

	private static MeteringListener chain(ObjectProvider<MeteringListener> listeners) {
		return new ListenerChain(listeners.orderedStream().toList());
	}

	/**
	 * Makes sure that there is a creator of class proxies: without one, metered methods
	 * would be free. And watches what is created from here on, which is everything of the
	 * application's. Where definitions were made ahead of time nothing watches, and every
	 * metered bean needs its proxy.
	 */
	static final class ProxyCreatorRegistrar implements ImportBeanDefinitionRegistrar {

		private static final String CREATED_BEANS = "escrowMintCreatedBeans";

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
			AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(registry);
			if (registry instanceof ConfigurableBeanFactory beans && !beans.containsSingleton(CREATED_BEANS)) {
				CreatedBeans created = new CreatedBeans();
				created.watch(beans);
				beans.registerSingleton(CREATED_BEANS, created);
			}
		}

	}

}
