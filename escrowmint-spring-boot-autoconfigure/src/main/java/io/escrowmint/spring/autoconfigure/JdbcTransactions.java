package io.escrowmint.spring.autoconfigure;

import io.escrowmint.spring.MisconfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Which of several transaction managers is meant for SQL: the only one, or the primary
 * one, or else the only one for JDBC. So one of Kafka's may stand beside it.
 */
final class JdbcTransactions {

	private JdbcTransactions() {
	}

	/**
	 * Asks the beans as they are when one is needed, because managers can join them after
	 * the condition was met.
	 */
	static PlatformTransactionManager manager(BeanFactory beans) {
		PlatformTransactionManager manager = known(beans);
		if (manager == null) {
			throw new MisconfigurationException(
					"There are several transaction managers, and none is primary or the only one for JDBC",
					"Mark the transaction manager of the DataSource as @Primary.");
		}
		return manager;
	}

	/**
	 * The same for what can do without. Needs spring-jdbc.
	 */
	static @Nullable PlatformTransactionManager known(BeanFactory beans) {
		PlatformTransactionManager manager = beans.getBeanProvider(PlatformTransactionManager.class).getIfUnique();
		return (manager != null) ? manager : beans.getBeanProvider(DataSourceTransactionManager.class).getIfUnique();
	}

	/**
	 * There is such a manager.
	 */
	static final class Known extends AnyNestedCondition {

		Known() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnSingleCandidate(PlatformTransactionManager.class)
		static class Only {

		}

		@ConditionalOnSingleCandidate(DataSourceTransactionManager.class)
		static class OnlyForJdbc {

		}

	}

}
