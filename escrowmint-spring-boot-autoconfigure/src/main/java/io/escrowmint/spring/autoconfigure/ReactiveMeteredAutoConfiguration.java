package io.escrowmint.spring.autoconfigure;

import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.spring.aop.MeteredMethods;
import io.escrowmint.spring.aop.MeteringGate;
import io.escrowmint.spring.aop.PlainMetering;
import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.CreditsHeaders;
import io.escrowmint.spring.http.HttpOptions;
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
	ReactiveMetering escrowMintReactiveMetering(MeteringSessions sessions, ReactiveWallets wallets, HttpOptions options,
			CreditsAnswers answers, CreditsHeaders headers, MeteredMethods methods) {
		return new ReactiveMetering(sessions, wallets, options, answers, headers, methods::isAnyKeyNamed);
	}

	@Bean
	@ConditionalOnMissingBean
	MeteringGate escrowMintMeteringGate(ReactiveMetering metering, PlainMetering outside) {
		return metering.gate(outside::invoke);
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

}
