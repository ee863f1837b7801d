package io.escrowmint.spring.autoconfigure;

import io.escrowmint.WalletResolver;
import io.escrowmint.spring.webflux.CreditsProblemHandler;
import io.escrowmint.spring.webflux.CurrentWalletArgumentResolver;
import io.escrowmint.spring.webflux.ReactiveWallets;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/**
 * Who pays for a reactive request, and what it is answered if nobody does.
 */
@AutoConfiguration(after = EscrowMintAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
@EnableConfigurationProperties(WebProperties.class)
public final class EscrowMintWebFluxAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ReactiveWallets escrowMintReactiveWallets(ObjectProvider<WalletResolver> resolvers) {
		return new ReactiveWallets(resolvers.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	CreditsProblemHandler escrowMintProblemHandler(WebProperties properties) {
		return new CreditsProblemHandler(properties.httpOptions());
	}

	@Bean
	@ConditionalOnMissingBean
	CurrentWalletArgumentResolver escrowMintCurrentWalletResolver(ReactiveWallets wallets, WebProperties properties) {
		return new CurrentWalletArgumentResolver(wallets, properties.httpOptions());
	}

	@Bean
	WebFluxConfigurer escrowMintWebFluxConfigurer(CurrentWalletArgumentResolver resolver) {
		return new WebFluxConfigurer() {

			@Override
			public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
				configurer.addCustomResolver(resolver);
			}

		};
	}

}
