package io.escrowmint.spring.autoconfigure;

import io.escrowmint.QuotaService;
import io.escrowmint.WalletResolver;
import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.spring.aop.MeteredAdvisor;
import io.escrowmint.spring.aop.MeteredMethods;
import io.escrowmint.spring.aop.MeteringGate;
import io.escrowmint.spring.web.MeteredRequestFilter;
import io.escrowmint.spring.web.RequestWallets;
import io.escrowmint.spring.web.ServletMeteringGate;
import jakarta.servlet.DispatcherType;

import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingFilterBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Metered methods of Spring MVC controllers.
 */
@AutoConfiguration(after = EscrowMintWebAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBooleanProperty(name = "escrowmint.metered.enabled", matchIfMissing = true)
@Import(MeteredAutoConfiguration.ProxyCreatorRegistrar.class)
public final class MeteredAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean
	static MeteredMethods escrowMintMeteredMethods() {
		return new MeteredMethods();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean
	static MeteredAdvisor escrowMintMeteredAdvisor(MeteredMethods methods, ObjectProvider<MeteringGate> gate) {
		return new MeteredAdvisor(methods, SingletonSupplier.of(gate::getObject));
	}

	@Bean
	@ConditionalOnMissingBean
	MeteringGate escrowMintMeteringGate(QuotaService quota, RequestWallets wallets) {
		return new ServletMeteringGate(quota, wallets);
	}

	@Bean
	@ConditionalOnMissingFilterBean
	FilterRegistrationBean<MeteredRequestFilter> escrowMintMeteredRequestFilter() {
		FilterRegistrationBean<MeteredRequestFilter> registration = new FilterRegistrationBean<>(
				new MeteredRequestFilter());
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
		// Behind character encoding and observation only.
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
		return registration;
	}

	@Bean
	SmartInitializingSingleton escrowMintMeteredStartupCheck(MeteredMethods methods,
			ObjectProvider<WalletResolver> resolvers) {
		return () -> {
			if (methods.hasAny() && resolvers.stream().findAny().isEmpty()) {
				throw new MisconfigurationException(
						"There are metered methods, and no WalletResolver bean that finds out who pays for them.",
						"Declare a WalletResolver bean, such as one that maps an API key header to a wallet.");
			}
		};
	}

	/**
	 * Makes sure that there is a creator of class proxies: without one, metered methods
	 * would be free.
	 */
	static final class ProxyCreatorRegistrar implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
			AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(registry);
		}

	}

}
