package io.escrowmint.spring.autoconfigure;

import javax.sql.DataSource;

import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.stream.JdbcProcessedMessages;
import io.escrowmint.stream.QueueTransaction;
import io.escrowmint.stream.SqlStreamStore;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What handlers of streams keep in the database of the application, if it is asked for.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("escrowmint.streams.sql.enabled")
@ConditionalOnClass({ JdbcTemplate.class, DataSourceScriptDatabaseInitializer.class })
@ConditionalOnSingleCandidate(DataSource.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
final class StreamsSqlConfiguration {

	private static final String SCHEMA = "classpath:io/escrowmint/stream/schema-@@platform@@.sql";

	@Bean
	@ConditionalOnMissingBean(name = "escrowMintStreamsInitializer")
	DataSourceScriptDatabaseInitializer escrowMintStreamsInitializer(DataSource source, StreamsProperties properties) {
		return new SchemaInitializer(source,
				DatabaseInitializationMode.valueOf(properties.sql().initializeSchema().name()),
				() -> new PlatformPlaceholderDatabaseDriverResolver().resolveAll(source, SCHEMA));
	}

	@Bean
	@Conditional(JdbcTransactions.Known.class)
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	SqlStreamStore escrowMintSqlStreamStore(DataSource source, BeanFactory beans) {
		return new SqlStreamStore(source, new TransactionTemplate(JdbcTransactions.manager(beans)));
	}

	@Bean
	@Conditional(JdbcTransactions.Known.class)
	@ConditionalOnBooleanProperty(name = "escrowmint.streams.sql.processed", matchIfMissing = true)
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	QueueTransaction escrowMintProcessedMessages(DataSource source, BeanFactory beans, StreamsProperties properties) {
		return new JdbcProcessedMessages(source, new TransactionTemplate(JdbcTransactions.manager(beans)),
				properties.sql().checkedRetention());
	}

	@Bean
	@Lazy(false)
	@ConditionalOnBooleanProperty("escrowmint.streams.sql.processed")
	@ConditionalOnMissingBean
	QueueTransaction escrowMintProcessedMessagesWithoutTransactions() {
		throw new MisconfigurationException(
				"escrowmint.streams.sql.processed is true, and there is no transaction manager, or several and none is primary or the only one for JDBC",
				"Define a transaction manager of the DataSource, mark it as @Primary, or make a QueueTransaction with it:"
						+ " new JdbcProcessedMessages(dataSource, new TransactionTemplate(manager), retention).");
	}

}
