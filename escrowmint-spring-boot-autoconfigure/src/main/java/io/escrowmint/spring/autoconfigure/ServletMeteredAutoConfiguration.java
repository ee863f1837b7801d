package io.escrowmint.spring.autoconfigure;

import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.spring.aop.MeteredMethods;
import io.escrowmint.spring.aop.MeteringGate;
import io.escrowmint.spring.aop.PlainMetering;
import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.CreditsHeaders;
import io.escrowmint.spring.http.HttpOptions;
import io.escrowmint.spring.web.MeteredRequestFilter;
import io.escrowmint.spring.web.MeteringCallableInterceptor;
import io.escrowmint.spring.web.RequestWallets;
import io.escrowmint.spring.web.ServletMeteringGate;
import jakarta.servlet.DispatcherType;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingFilterBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Metered methods of Spring MVC controllers.
 */
@AutoConfiguration(after = { MeteredAutoConfiguration.class, EscrowMintWebAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBooleanProperty(name = "escrowmint.metered.enabled", matchIfMissing = true)
public final class ServletMeteredAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MeteringGate escrowMintMeteringGate(RequestWallets wallets, CreditsAnswers answers, CreditsHeaders headers,
			HttpOptions options, PlainMetering outside) {
		return new ServletMeteringGate(wallets, answers, headers, options, outside::invoke);
	}

	@Bean
	@ConditionalOnMissingFilterBean
	FilterRegistrationBean<MeteredRequestFilter> escrowMintMeteredRequestFilter(MeteringSessions sessions,
			HttpOptions options, MeteredMethods methods) {
		FilterRegistrationBean<MeteredRequestFilter> registration = new FilterRegistrationBean<>(
				new MeteredRequestFilter(sessions, options, methods::isAnyKeyNamed));
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
		// Behind character encoding and observation only.
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
		return registration;
	}

	@Bean
	WebMvcConfigurer escrowMintMeteringConfigurer() {
		return new WebMvcConfigurer() {

			@Override
			public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
				configurer.registerCallableInterceptors(new MeteringCallableInterceptor());
			}

		};
	}

}
