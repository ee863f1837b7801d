package io.escrowmint.spring.autoconfigure;

import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.spring.aop.MeteringGate;
import io.escrowmint.spring.webflux.MeteringArgumentResolver;
import io.escrowmint.spring.webflux.MeteringHandlerAdapter;
import io.escrowmint.spring.webflux.MeteringWebFilter;
import io.escrowmint.spring.webflux.ReactiveMetering;
import io.escrowmint.spring.webflux.ReactiveWallets;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/**
 * Metered methods of WebFlux controllers.
 */
@AutoConfiguration(after = { MeteredAutoConfiguration.class, EscrowMintWebFluxAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnBooleanProperty(name = "escrowmint.metered.enabled", matchIfMissing = true)
public final class ReactiveMeteredAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ReactiveMetering escrowMintReactiveMetering(MeteringSessions sessions, ReactiveWallets wallets,
			WebProperties properties) {
		return new ReactiveMetering(sessions, wallets, properties.httpOptions());
	}

	@Bean
	@ConditionalOnMissingBean
	MeteringGate escrowMintMeteringGate(ReactiveMetering metering) {
		return metering.gate();
	}

	@Bean
	@ConditionalOnMissingBean
	MeteringWebFilter escrowMintMeteringWebFilter(ReactiveMetering metering) {
		return metering.filter();
	}

	@Bean
	@ConditionalOnMissingBean
	MeteringHandlerAdapter escrowMintMeteringHandlerAdapter(ReactiveMetering metering,
			ObjectProvider<HandlerAdapter> adapters, ObjectProvider<ReactiveAdapterRegistry> publishers) {
		return metering.handlerAdapter(() -> adapters.orderedStream().toList(),
				publishers.getIfAvailable(ReactiveAdapterRegistry::getSharedInstance));
	}

	@Bean
	WebFluxConfigurer escrowMintMeteringArgument() {
		return new WebFluxConfigurer() {

			@Override
			public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
				configurer.addCustomResolver(new MeteringArgumentResolver());
			}

		};
	}

}
