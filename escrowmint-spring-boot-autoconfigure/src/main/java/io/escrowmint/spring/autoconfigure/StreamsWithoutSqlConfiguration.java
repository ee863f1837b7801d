package io.escrowmint.spring.autoconfigure;

import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.stream.QueueTransaction;
import io.escrowmint.stream.SqlStreamStore;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Where handlers of streams are to keep things in a database, and it cannot be told in
 * which: a failure, because otherwise repeated messages would be handled again and nobody
 * would know. What the application brings itself needs none of it. Nobody asks for these
 * beans, so they must not be lazy.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("escrowmint.streams.sql.enabled")
@ConditionalOnMissingBean(StreamsSqlConfiguration.class)
final class StreamsWithoutSqlConfiguration {

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean({ SqlStreamStore.class, QueueTransaction.class })
	SqlStreamStore escrowMintSqlStreamStoreWithoutDataSource() {
		throw missing("escrowmint.streams.sql.enabled=true");
	}

	@Bean
	@Lazy(false)
	@ConditionalOnBooleanProperty("escrowmint.streams.sql.processed")
	@ConditionalOnMissingBean
	QueueTransaction escrowMintProcessedMessagesWithoutDataSource() {
		throw missing("escrowmint.streams.sql.processed=true");
	}

	private static MisconfigurationException missing(String asked) {
		return new MisconfigurationException(asked
				+ ", but JDBC is not on the class path, or there is no DataSource, or there are several and none is primary.",
				"Add spring-boot-starter-jdbc and configure spring.datasource.url, or mark one DataSource as @Primary,"
						+ " or declare your own beans SqlStreamStore and QueueTransaction, or remove " + asked + ".");
	}

}
