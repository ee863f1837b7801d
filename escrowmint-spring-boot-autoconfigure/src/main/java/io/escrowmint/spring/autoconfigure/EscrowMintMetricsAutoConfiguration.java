package io.escrowmint.spring.autoconfigure;

import io.escrowmint.jdbc.RowLocks;
import io.escrowmint.lease.CreditLeases;
import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.spring.actuate.StoreCircuits;
import io.escrowmint.spring.metrics.BacklogMetrics;
import io.escrowmint.spring.metrics.CircuitMetrics;
import io.escrowmint.spring.metrics.EventMetrics;
import io.escrowmint.spring.metrics.JdbcMetrics;
import io.escrowmint.spring.metrics.LeaseExposureMetrics;
import io.escrowmint.spring.metrics.LeaseMetrics;
import io.escrowmint.spring.metrics.LedgerMetrics;
import io.escrowmint.spring.metrics.LedgerPumpMetrics;
import io.escrowmint.spring.metrics.MeteringMetrics;
import io.escrowmint.spring.metrics.RedisStoreMetrics;
import io.escrowmint.spring.metrics.StreamMetrics;
import io.escrowmint.spring.metrics.SweeperMetrics;
import io.escrowmint.spring.metrics.TimedStoreDecorator;
import io.escrowmint.spring.stream.StreamContainers;
import io.escrowmint.store.Sweeper;
import io.escrowmint.store.redis.RedisQuotaStore;
import io.escrowmint.stream.EventWatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Meters, where there is a registry for them.
 */
@AutoConfiguration(
		after = { EscrowMintAutoConfiguration.class, JdbcAutoConfiguration.class, LeasesAutoConfiguration.class,
				LedgerAutoConfiguration.class, MeteredAutoConfiguration.class, ResilienceAutoConfiguration.class,
				StreamsAutoConfiguration.class, SweeperAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "escrowmint.metrics.enabled", matchIfMissing = true)
public final class EscrowMintMetricsAutoConfiguration {

	static final int ORDER = 100;

	@Bean
	@Order(ORDER)
	@ConditionalOnMissingBean
	TimedStoreDecorator escrowMintTimedStore(MeterRegistry registry) {
		return new TimedStoreDecorator(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	MeteringMetrics escrowMintMeteringMetrics(MeterRegistry registry) {
		return new MeteringMetrics(registry);
	}

	@Bean
	@ConditionalOnSingleCandidate(MeteringSessions.class)
	@ConditionalOnMissingBean(name = "escrowMintBacklogMetrics")
	MeterBinder escrowMintBacklogMetrics(MeteringSessions sessions) {
		return new BacklogMetrics(sessions);
	}

	@Bean
	@ConditionalOnBean(CreditLeases.class)
	@ConditionalOnMissingBean
	LeaseMetrics escrowMintLeaseMetrics(MeterRegistry registry) {
		return new LeaseMetrics(registry);
	}

	@Bean
	@ConditionalOnSingleCandidate(CreditLeases.class)
	@ConditionalOnMissingBean(name = "escrowMintLeaseExposureMetrics")
	MeterBinder escrowMintLeaseExposureMetrics(CreditLeases leases) {
		return new LeaseExposureMetrics(leases);
	}

	@Bean
	@ConditionalOnBean(LedgerPump.class)
	@ConditionalOnMissingBean
	LedgerMetrics escrowMintLedgerMetrics(MeterRegistry registry) {
		return new LedgerMetrics(registry);
	}

	@Bean
	@ConditionalOnSingleCandidate(LedgerPump.class)
	@ConditionalOnMissingBean(name = "escrowMintLedgerPumpMetrics")
	MeterBinder escrowMintLedgerPumpMetrics(LedgerPump pump) {
		return new LedgerPumpMetrics(pump);
	}

	@Bean
	@ConditionalOnSingleCandidate(EventWatch.class)
	@ConditionalOnMissingBean(name = "escrowMintEventMetrics")
	MeterBinder escrowMintEventMetrics(EventWatch watch) {
		return new EventMetrics(watch);
	}

	@Bean
	@ConditionalOnSingleCandidate(StreamContainers.class)
	@ConditionalOnMissingBean
	StreamMetrics escrowMintStreamMetrics(MeterRegistry registry, StreamContainers containers) {
		return new StreamMetrics(registry, containers);
	}

	@Bean
	@ConditionalOnSingleCandidate(Sweeper.class)
	@ConditionalOnMissingBean(name = "escrowMintSweeperMetrics")
	MeterBinder escrowMintSweeperMetrics(Sweeper sweeper) {
		return new SweeperMetrics(sweeper);
	}

	@Bean
	@ConditionalOnSingleCandidate(StoreCircuits.class)
	@ConditionalOnMissingBean(name = "escrowMintCircuitMetrics")
	MeterBinder escrowMintCircuitMetrics(StoreCircuits circuits) {
		return new CircuitMetrics(circuits);
	}

	/**
	 * What the Redis engine tells.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RedisConnectionFactory.class)
	@ConditionalOnSingleCandidate(RedisQuotaStore.class)
	static class Redis {

		// no bean asks for it: the store is told of it here
		@Bean
		@Lazy(false)
		@ConditionalOnMissingBean
		RedisStoreMetrics escrowMintRedisStoreMetrics(RedisQuotaStore store, MeterRegistry registry) {
			RedisStoreMetrics metrics = new RedisStoreMetrics(registry);
			store.listen(metrics);
			return metrics;
		}

	}

	/**
	 * What locks and writes in SQL tell.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcClient.class)
	@ConditionalOnBean(RowLocks.class)
	static class Jdbc {

		@Bean
		@ConditionalOnMissingBean
		JdbcMetrics escrowMintJdbcMetrics(MeterRegistry registry) {
			return new JdbcMetrics(registry);
		}

	}

}
