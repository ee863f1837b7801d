package io.escrowmint.spring.autoconfigure;

import io.escrowmint.spring.stream.StreamContainers;
import io.escrowmint.spring.stream.StreamListenerChain;
import io.escrowmint.spring.stream.StreamRegistrations;
import io.escrowmint.spring.stream.TrimmedStreams;
import io.escrowmint.store.EventLog;
import io.escrowmint.stream.JacksonStreamCodec;
import io.escrowmint.stream.QueueTransaction;
import io.escrowmint.stream.RedisStreams;
import io.escrowmint.stream.SpringQueueTransaction;
import io.escrowmint.stream.SqlStreamStore;
import io.escrowmint.stream.StreamCodec;
import io.escrowmint.stream.StreamListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What {@link StreamsAutoConfiguration} imports, in this order: each looks at what the
 * one before has made.
 */
final class StreamsConfigurations {

	private static final Logger logger = LoggerFactory.getLogger(StreamsAutoConfiguration.class);

	private StreamsConfigurations() {
	}

	/**
	 * States and messages as JSON.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class Json {

		@Bean
		@ConditionalOnMissingBean
		StreamCodec escrowMintStreamCodec(ObjectProvider<JsonMapper> mapper) {
			return new JacksonStreamCodec(mapper.getIfUnique(JsonMapper::shared));
		}

	}

	/**
	 * Transactions around listeners. Which manager they are of is found out when the
	 * first listener asks, so that a warning concerns one.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(PlatformTransactionManager.class)
	@ConditionalOnBean(PlatformTransactionManager.class)
	static class Transactions {

		@Bean
		@Lazy
		@ConditionalOnClass(name = "org.springframework.jdbc.datasource.DataSourceTransactionManager")
		@ConditionalOnMissingBean
		QueueTransaction escrowMintQueueTransaction(BeanFactory beans) {
			return of(JdbcTransactions.known(beans));
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		QueueTransaction escrowMintQueueTransactionWithoutJdbc(ObjectProvider<PlatformTransactionManager> managers) {
			return of(managers.getIfUnique());
		}

		private static QueueTransaction of(@Nullable PlatformTransactionManager manager) {
			if (manager != null) {
				return new SpringQueueTransaction(new TransactionTemplate(manager));
			}
			logger.warn("There are several transaction managers, and none is primary or the only one for JDBC: "
					+ "queue listeners handle messages without a transaction, and remember none. Mark a manager as "
					+ "@Primary, declare a QueueTransaction bean, or write @StreamQueueListener(transactional = false)");
			return QueueTransaction.NONE;
		}

	}

	/**
	 * Streams of Redis.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RedisConnectionFactory.class)
	@ConditionalOnSingleCandidate(RedisConnectionFactory.class)
	@ConditionalOnBean(StreamCodec.class)
	static class Redis {

		@Bean
		@ConditionalOnMissingBean
		RedisStreams escrowMintRedisStreams(RedisConnectionFactory factory, EscrowMintProperties properties,
				StreamCodec codec, Environment environment) {
			return new RedisStreams(factory, properties.prefix(), codec,
					BackgroundThreads.of(environment, "escrowmint-stream"));
		}

		@Bean
		@ConditionalOnMissingBean
		StreamRegistrations escrowMintStreamRegistrations(RedisStreams streams, StreamContainers containers,
				StreamsProperties properties, ObjectProvider<EventLog> events,
				ObjectProvider<QueueTransaction> transaction, ObjectProvider<SqlStreamStore> sql,
				ObjectProvider<StreamListener> listeners, ConfigurableListableBeanFactory beans) {
			return new StreamRegistrations(streams, containers, properties.options(),
					new TrimmedStreams(properties.trim()), events, transaction, sql,
					new StreamListenerChain(listeners.orderedStream().toList()), beans);
		}

	}

}
