package io.escrowmint.spring.autoconfigure;

import io.escrowmint.WalletResolver;
import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.webflux.CreditsFailureHandler;
import io.escrowmint.spring.webflux.CreditsProblemHandler;
import io.escrowmint.spring.webflux.CurrentWalletArgumentResolver;
import io.escrowmint.spring.webflux.MeteringArgumentResolver;
import io.escrowmint.spring.webflux.ReactiveWallets;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/**
 * Who pays for a reactive request, and what it is answered if nobody does.
 */
@AutoConfiguration(after = { EscrowMintAutoConfiguration.class, HttpContractAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
public final class EscrowMintWebFluxAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ReactiveWallets escrowMintReactiveWallets(ObjectProvider<WalletResolver> resolvers) {
		return new ReactiveWallets(resolvers.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	CreditsProblemHandler escrowMintProblemHandler(CreditsAnswers answers) {
		return new CreditsProblemHandler(answers);
	}

	@Bean
	@ConditionalOnMissingBean
	CreditsFailureHandler escrowMintFailureHandler(CreditsAnswers answers) {
		return new CreditsFailureHandler(answers);
	}

	@Bean
	@ConditionalOnMissingBean
	CurrentWalletArgumentResolver escrowMintCurrentWalletResolver(ReactiveWallets wallets, CreditsAnswers answers) {
		return new CurrentWalletArgumentResolver(wallets, answers);
	}

	@Bean
	@ConditionalOnMissingBean
	MeteringArgumentResolver escrowMintMeteringResolver() {
		return new MeteringArgumentResolver();
	}

	@Bean
	WebFluxConfigurer escrowMintWebFluxConfigurer(CurrentWalletArgumentResolver wallets,
			MeteringArgumentResolver meterings) {
		return new WebFluxConfigurer() {

			@Override
			public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
				configurer.addCustomResolver(wallets, meterings);
			}

		};
	}

}
