package io.escrowmint.spring.autoconfigure;

import java.util.List;

import io.escrowmint.WalletResolver;
import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.web.CreditsFailureResolver;
import io.escrowmint.spring.web.CreditsProblemResolver;
import io.escrowmint.spring.web.CurrentWalletArgumentResolver;
import io.escrowmint.spring.web.MeteringArgumentResolver;
import io.escrowmint.spring.web.RequestWallets;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Who pays for a servlet request, and what it is answered if nobody does.
 */
@AutoConfiguration(after = { EscrowMintAutoConfiguration.class, HttpContractAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
public final class EscrowMintWebAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RequestWallets escrowMintRequestWallets(ObjectProvider<WalletResolver> resolvers) {
		return new RequestWallets(resolvers.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	CreditsProblemResolver escrowMintProblemResolver(CreditsAnswers answers) {
		return new CreditsProblemResolver(answers);
	}

	@Bean
	@ConditionalOnMissingBean
	CreditsFailureResolver escrowMintFailureResolver(CreditsAnswers answers) {
		return new CreditsFailureResolver(answers);
	}

	@Bean
	@ConditionalOnMissingBean
	CurrentWalletArgumentResolver escrowMintCurrentWalletResolver(RequestWallets wallets) {
		return new CurrentWalletArgumentResolver(wallets);
	}

	@Bean
	@ConditionalOnMissingBean
	MeteringArgumentResolver escrowMintMeteringResolver() {
		return new MeteringArgumentResolver();
	}

	@Bean
	WebMvcConfigurer escrowMintWebMvcConfigurer(CurrentWalletArgumentResolver wallets,
			MeteringArgumentResolver meterings) {
		return new WebMvcConfigurer() {

			@Override
			public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
				resolvers.add(wallets);
				resolvers.add(meterings);
			}

		};
	}

}
