package io.escrowmint.store.redis;

import java.util.List;

import io.escrowmint.contract.Engine;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.EmbeddedCluster;
import io.escrowmint.testing.RedisClients;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The whole contract on a Redis Cluster of three primaries. Its clients ask one node for
 * the others instead of each node for all: each test has a client of its own.
 */
class ClusterContractTests extends RedisContractSuite {

	private static LettuceConnectionFactory factory;

	@BeforeAll
	static void connect() {
		RedisURI seed = EmbeddedCluster.shared().uris().get(0);
		ClusterTopologyRefreshOptions refresh = ClusterTopologyRefreshOptions.builder()
			.dynamicRefreshSources(false)
			.build();
		factory = new LettuceConnectionFactory(
				new RedisClusterConfiguration(List.of(seed.getHost() + ":" + seed.getPort())),
				RedisClients.clientConfiguration()
					.clientOptions(ClusterClientOptions.builder().topologyRefreshOptions(refresh).build())
					.build());
		factory.afterPropertiesSet();
		factory.start();
	}

	@AfterAll
	static void disconnect() {
		factory.destroy();
	}

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(factory, options);
	}

}
