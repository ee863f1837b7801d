package io.escrowmint.spring.autoconfigure;

import java.util.Locale;

import io.escrowmint.QuotaService;
import io.escrowmint.ReactiveQuotaService;
import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreDecorator;
import io.escrowmint.stream.EventWatch;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * The services over whichever store there is.
 */
@AutoConfiguration(after = { MemoryStoreAutoConfiguration.class, RedisStoreAutoConfiguration.class })
@EnableConfigurationProperties(EscrowMintProperties.class)
public final class EscrowMintAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	DecoratedStore escrowMintDecoratedStore(ObjectProvider<QuotaStore> store, ObjectProvider<StoreDecorator> decorators,
			EscrowMintProperties properties, ConfigurableListableBeanFactory beans) {
		return DecoratedStore.of(required(store, properties, beans), decorators.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	QuotaService quotaService(DecoratedStore store, EscrowMintProperties properties) {
		return QuotaService.over(store.store(), properties.quotaDefaults());
	}

	@Bean
	@ConditionalOnBean(EventLog.class)
	@ConditionalOnMissingBean
	EventsSwitch escrowMintEventsSwitch(EventLog events, EscrowMintProperties properties) {
		return new EventsSwitch(events, properties.events().enabled());
	}

	@Bean
	@ConditionalOnBean(EventLog.class)
	@ConditionalOnMissingBean
	EventWatch escrowMintEventWatch(EventLog events, EscrowMintProperties properties) {
		return new EventWatch(events, properties.events().maxLength());
	}

	private static QuotaStore required(ObjectProvider<QuotaStore> store, EscrowMintProperties properties,
			ConfigurableListableBeanFactory beans) {
		QuotaStore found = store.getIfAvailable();
		if (found == null) {
			MissingRedis missing = MissingRedis.in(beans);
			throw new MisconfigurationException(
					"There is no store for escrowmint.store=" + properties.store().name().toLowerCase(Locale.ROOT)
							+ ": " + missing.reason() + ".",
					missing.action()
							+ ", or set escrowmint.store=memory for a single process, or declare a QuotaStore bean.");
		}
		return found;
	}

	/**
	 * The service for reactive applications.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Mono.class)
	static class Reactive {

		@Bean
		@ConditionalOnMissingBean
		ReactiveQuotaService reactiveQuotaService(DecoratedStore store, EscrowMintProperties properties) {
			return ReactiveQuotaService.over(store.store(), properties.quotaDefaults());
		}

	}

}
