package io.escrowmint.testing;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.MigrateArgs;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A Redis Cluster of three primaries without replicas, each a process of its own, with a
 * third of the slots each. Killing a node takes the whole cluster down once the others
 * notice, unless it was started with {@code cluster-require-full-coverage no}.
 */
public final class EmbeddedCluster implements AutoCloseable {

	private static final int SIZE = 3;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static @Nullable EmbeddedCluster shared;

	private final List<EmbeddedRedis> nodes;

	private @Nullable LettuceConnectionFactory connectionFactory;

	private EmbeddedCluster(String... settings) {
		String[] all = Stream.concat(Stream.of("cluster-enabled yes", "cluster-node-timeout 5000"), Stream.of(settings))
			.toArray(String[]::new);
		this.nodes = IntStream.range(0, SIZE).mapToObj((index) -> EmbeddedRedis.version7(all)).toList();
	}

	/**
	 * The cluster that all tests of a JVM share. Tests keep to keys of their own and
	 * leave its nodes running.
	 */
	public static synchronized EmbeddedCluster shared() {
		if (shared == null) {
			shared = start();
		}
		return shared;
	}

	/**
	 * A private cluster, ready for commands.
	 */
	public static EmbeddedCluster start(String... settings) {
		EmbeddedCluster cluster = new EmbeddedCluster(settings);
		cluster.nodes.forEach(EmbeddedRedis::start);
		IntStream.range(0, SIZE).forEach(cluster::join);
		cluster.awaitReady();
		return cluster;
	}

	/**
	 * One of the nodes 0, 1 and 2, to be killed and restarted.
	 */
	public EmbeddedRedis node(int index) {
		return this.nodes.get(index);
	}

	public List<RedisURI> uris() {
		return this.nodes.stream().map(EmbeddedRedis::uri).toList();
	}

	/**
	 * Returns when every node knows the others and serves all slots, for example after
	 * one of them was restarted.
	 */
	public void awaitReady() {
		Awaitility.await("cluster of " + this.nodes)
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(50))
			.ignoreExceptions()
			.until(() -> this.nodes.stream().allMatch(EmbeddedCluster::isReady));
	}

	/**
	 * Moves a slot and its keys to another node, one key after the other, as
	 * {@code redis-cli --cluster reshard} does. Clients are redirected meanwhile.
	 */
	public void moveSlot(int slot, int from, int to) {
		String source = ask(node(from), RedisCommands::clusterMyId);
		String target = ask(node(to), RedisCommands::clusterMyId);
		ask(node(to), (commands) -> commands.clusterSetSlotImporting(slot, source));
		ask(node(from), (commands) -> commands.clusterSetSlotMigrating(slot, target));
		while (ask(node(from), (commands) -> migrateKey(commands, slot, node(to)))) {
			continue;
		}
		for (int index : new int[] { to, from, SIZE - to - from }) {
			ask(node(index), (commands) -> commands.clusterSetSlotNode(slot, target));
		}
	}

	private static boolean migrateKey(RedisCommands<String, String> commands, int slot, EmbeddedRedis target) {
		List<String> keys = commands.clusterGetKeysInSlot(slot, 1);
		keys.forEach((key) -> commands.migrate(target.host(), target.port(), 0, PATIENCE.toMillis(),
				MigrateArgs.Builder.key(key)));
		return !keys.isEmpty();
	}

	/**
	 * A started connection factory for the whole cluster, shared by all callers.
	 */
	public synchronized LettuceConnectionFactory connectionFactory() {
		if (this.connectionFactory == null) {
			this.connectionFactory = RedisClients.start(configuration(), RedisClients.clientConfiguration());
		}
		return this.connectionFactory;
	}

	@Override
	public synchronized void close() {
		if (this.connectionFactory != null) {
			this.connectionFactory.destroy();
			this.connectionFactory = null;
		}
		this.nodes.forEach(EmbeddedRedis::close);
	}

	RedisClusterConfiguration configuration() {
		RedisClusterConfiguration configuration = new RedisClusterConfiguration();
		this.nodes.forEach((node) -> configuration.clusterNode(node.host(), node.port()));
		return configuration;
	}

	private void join(int index) {
		int first = SlotHash.SLOT_COUNT * index / SIZE;
		int last = SlotHash.SLOT_COUNT * (index + 1) / SIZE - 1;
		ask(node(index), (commands) -> {
			commands.clusterAddSlots(IntStream.rangeClosed(first, last).toArray());
			commands.clusterSetConfigEpoch(index + 1L);
			return commands.clusterMeet(node(0).host(), node(0).port());
		});
	}

	private static boolean isReady(EmbeddedRedis node) {
		String info = ask(node, RedisCommands::clusterInfo);
		return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + SIZE);
	}

	private static <T> T ask(EmbeddedRedis node, Function<RedisCommands<String, String>, T> question) {
		try (StatefulRedisConnection<String, String> connection = node.client().connect()) {
			return question.apply(connection.sync());
		}
	}

}
