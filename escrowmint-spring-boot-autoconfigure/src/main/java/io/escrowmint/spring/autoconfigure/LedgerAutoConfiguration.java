package io.escrowmint.spring.autoconfigure;

import javax.sql.DataSource;

import io.escrowmint.ledger.LedgerListener;
import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.ledger.LedgerStore;
import io.escrowmint.ledger.jdbc.JdbcLedgerStore;
import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.store.EventLog;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The ledger in the application's database, and the pump that lands events there. Only
 * when asked for: from then on the store keeps events until they have landed, and the
 * database gets tables.
 */
@AutoConfiguration(after = EscrowMintAutoConfiguration.class,
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
				"org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration" })
@ConditionalOnBooleanProperty("escrowmint.ledger.enabled")
public final class LedgerAutoConfiguration {

	/**
	 * With JDBC on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JdbcTemplate.class, DataSourceScriptDatabaseInitializer.class })
	@EnableConfigurationProperties(LedgerProperties.class)
	@Import(DatabaseInitializationDependencyConfigurer.class)
	static class Jdbc {

		@Bean
		@ConditionalOnMissingBean(LedgerStore.class)
		LedgerSchemaInitializer escrowMintLedgerSchema(ObjectProvider<DataSource> dataSource,
				LedgerProperties properties) {
			return new LedgerSchemaInitializer(required(dataSource), properties);
		}

		@Bean
		@ConditionalOnMissingBean(LedgerStore.class)
		@DependsOnDatabaseInitialization
		JdbcLedgerStore escrowMintLedgerStore(ObjectProvider<DataSource> dataSource, LedgerProperties properties) {
			return new JdbcLedgerStore(required(dataSource), properties.checkedTablePrefix());
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnBooleanProperty(name = "escrowmint.ledger.pump.enabled", matchIfMissing = true)
		LedgerPump escrowMintLedgerPump(ObjectProvider<EventLog> events, LedgerStore store, LedgerProperties properties,
				ObjectProvider<LedgerListener> listeners, Environment environment) {
			return new LedgerPump(requiredEvents(events), store, properties.pumpOptions(),
					new LedgerListenerChain(listeners.orderedStream().toList()),
					BackgroundThreads.of(environment, "escrowmint-ledger"));
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnBooleanProperty(name = "escrowmint.ledger.pump.enabled", matchIfMissing = true)
		LedgerPumpLifecycle escrowMintLedgerPumpLifecycle(LedgerPump pump,
				ObjectProvider<LedgerSchemaInitializer> schema, LedgerProperties properties, Environment environment) {
			return new LedgerPumpLifecycle(pump, schema.getIfAvailable(), properties.schema(),
					BackgroundThreads.of(environment, "escrowmint-ledger-stop"));
		}

		private static DataSource required(ObjectProvider<DataSource> dataSource) {
			DataSource found = dataSource.getIfUnique();
			if (found == null) {
				throw new MisconfigurationException(
						"escrowmint.ledger.enabled=true, but there is no DataSource, or there are several and none is primary.",
						"Configure spring.datasource.url, or mark one DataSource as @Primary, or declare a LedgerStore bean.");
			}
			return found;
		}

		private static EventLog requiredEvents(ObjectProvider<EventLog> events) {
			EventLog found = events.getIfAvailable();
			if (found == null) {
				throw new MisconfigurationException(
						"escrowmint.ledger.enabled=true, but the store tells no events: there is no EventLog bean.",
						"Declare an EventLog bean beside your QuotaStore, or set escrowmint.ledger.pump.enabled=false.");
			}
			return found;
		}

	}

	/**
	 * Without JDBC on the class path. Nobody asks for it, so it must not be lazy.
	 */
	@Configuration(proxyBeanMethods = false)
	@Lazy(false)
	@ConditionalOnMissingClass("org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer")
	static class NoJdbc {

		NoJdbc() {
			throw new MisconfigurationException("escrowmint.ledger.enabled=true, but JDBC is not on the class path.",
					"Add spring-boot-starter-jdbc and the driver of your database, or set escrowmint.ledger.enabled=false.");
		}

	}

}
