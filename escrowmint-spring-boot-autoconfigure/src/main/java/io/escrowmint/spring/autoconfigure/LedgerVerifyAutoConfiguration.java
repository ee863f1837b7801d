package io.escrowmint.spring.autoconfigure;

import io.escrowmint.ledger.LedgerReconciler;
import io.escrowmint.ledger.LedgerRepair;
import io.escrowmint.ledger.LedgerStore;
import io.escrowmint.ledger.LedgerVerifier;
import io.escrowmint.ledger.PumpOptions;
import io.escrowmint.spring.actuate.LedgerEndpoint;
import io.escrowmint.spring.actuate.LedgerVerifyHealthIndicator;
import io.escrowmint.spring.metrics.LedgerVerifyMetrics;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.WalletRecovery;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Holds the store against the ledger and repairs what it has lost, where there is a
 * ledger.
 */
@AutoConfiguration(after = EscrowMintAutoConfiguration.class,
		afterName = { "io.escrowmint.spring.autoconfigure.LedgerAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnSingleCandidate(LedgerStore.class)
@ConditionalOnBean({ EventLog.class, WalletRecovery.class })
@EnableConfigurationProperties(LedgerVerifyProperties.class)
public final class LedgerVerifyAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LedgerVerifier escrowMintLedgerVerifier(LedgerStore ledger, EventLog events, WalletRecovery store,
			Environment environment) {
		return new LedgerVerifier(ledger, events, store, reader(environment));
	}

	/** The pump may run in another instance only. */
	private static String reader(Environment environment) {
		String reader = environment.getProperty("escrowmint.ledger.pump.reader", PumpOptions.DEFAULTS.reader());
		return EscrowMintProperties.checked(() -> PumpOptions.DEFAULTS.withReader(reader)).reader();
	}

	@Bean
	@ConditionalOnMissingBean
	LedgerRepair escrowMintLedgerRepair(LedgerVerifier verifier, EscrowMintProperties properties,
			LedgerVerifyProperties verify) {
		return new LedgerRepair(verifier, properties.storeOptions(), verify.checkedLandingTimeout());
	}

	@Bean
	@ConditionalOnMissingBean
	LedgerReconciler escrowMintLedgerReconciler(LedgerStore ledger, LedgerVerifier verifier, LedgerRepair repair,
			LedgerVerifyProperties properties, Environment environment) {
		return new LedgerReconciler(ledger, verifier, repair, properties.options(),
				BackgroundThreads.of(environment, "escrowmint-ledger-verify"));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "escrowmint.ledger.verify.enabled", matchIfMissing = true)
	LedgerReconcilerLifecycle escrowMintLedgerReconcilerLifecycle(LedgerReconciler reconciler,
			Environment environment) {
		return new LedgerReconcilerLifecycle(reconciler,
				BackgroundThreads.of(environment, "escrowmint-ledger-verify-stop"));
	}

	/**
	 * With Actuator on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	static class Operations {

		@Bean
		@ConditionalOnAvailableEndpoint
		@ConditionalOnMissingBean
		LedgerEndpoint escrowMintLedgerEndpoint(LedgerVerifier verifier, LedgerRepair repair,
				LedgerReconciler reconciler) {
			return new LedgerEndpoint(verifier, repair, reconciler);
		}

	}

	/**
	 * With health on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
	static class Health {

		@Bean
		@ConditionalOnEnabledHealthIndicator("escrowmint-ledger-verify")
		@ConditionalOnMissingBean(
				name = { "escrowmintLedgerVerifyHealthIndicator", "escrowmintLedgerVerifyHealthContributor" })
		LedgerVerifyHealthIndicator escrowmintLedgerVerifyHealthIndicator(LedgerReconciler reconciler) {
			return new LedgerVerifyHealthIndicator(reconciler);
		}

	}

	/**
	 * With Micrometer on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnBooleanProperty(name = "escrowmint.metrics.enabled", matchIfMissing = true)
	static class Metrics {

		@Bean
		@ConditionalOnMissingBean
		LedgerVerifyMetrics escrowMintLedgerVerifyMetrics(LedgerReconciler reconciler) {
			return new LedgerVerifyMetrics(reconciler);
		}

	}

}
