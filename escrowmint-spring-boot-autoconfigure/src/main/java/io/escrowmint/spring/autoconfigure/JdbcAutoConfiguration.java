package io.escrowmint.spring.autoconfigure;

import javax.sql.DataSource;

import io.escrowmint.jdbc.AdvisoryLocks;
import io.escrowmint.jdbc.IdempotentInserts;
import io.escrowmint.jdbc.JdbcListener;
import io.escrowmint.jdbc.OptimisticUpdates;
import io.escrowmint.jdbc.RowLocks;
import io.escrowmint.jdbc.TransactionRetry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Locks, updates and inserts for tables of the application's own, where there is one
 * DataSource, or a primary one. Nothing is asked of the database before the first use.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
		"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
		"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
		"org.springframework.boot.transaction.jta.autoconfigure.JtaAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ JdbcClient.class, PlatformTransactionManager.class })
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnBooleanProperty(name = "escrowmint.jdbc.enabled", matchIfMissing = true)
@EnableConfigurationProperties(JdbcProperties.class)
public final class JdbcAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RowLocks escrowMintRowLocks(DataSource dataSource, ObjectProvider<JdbcListener> listeners) {
		return new RowLocks(dataSource, chain(listeners));
	}

	@Bean
	@ConditionalOnMissingBean
	AdvisoryLocks escrowMintAdvisoryLocks(DataSource dataSource, ObjectProvider<JdbcListener> listeners) {
		return new AdvisoryLocks(dataSource, chain(listeners));
	}

	@Bean
	@ConditionalOnMissingBean
	OptimisticUpdates escrowMintOptimisticUpdates(DataSource dataSource, ObjectProvider<JdbcListener> listeners) {
		return new OptimisticUpdates(dataSource, chain(listeners));
	}

	@Bean
	@ConditionalOnMissingBean
	IdempotentInserts escrowMintIdempotentInserts(DataSource dataSource, ObjectProvider<JdbcListener> listeners) {
		return new IdempotentInserts(dataSource, chain(listeners));
	}

	@Bean
	@Conditional(JdbcTransactions.Known.class)
	@ConditionalOnMissingBean
	TransactionRetry escrowMintTransactionRetry(BeanFactory beans, JdbcProperties properties,
			ObjectProvider<JdbcListener> listeners) {
		return new TransactionRetry(JdbcTransactions.manager(beans), properties.retry().options(), chain(listeners));
	}

	private static JdbcListener chain(ObjectProvider<JdbcListener> listeners) {
		return new JdbcListenerChain(listeners.orderedStream().toList());
	}

}
