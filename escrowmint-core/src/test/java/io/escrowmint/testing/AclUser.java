package io.escrowmint.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A user as a managed service gives it to an application: keys and channels under one
 * prefix, no administration, no CONFIG, KEYS, FLUSHALL, FUNCTION or SCRIPT FLUSH; scripts
 * may be loaded and run. INFO is allowed in one variant and denied in the other. Removed
 * from the servers when closed.
 */
public final class AclUser implements AutoCloseable {

	private static final List<String> COMMANDS = List.of("+@all", "-@dangerous", "-@admin", "-script", "+script|load",
			"+script|exists");

	private final List<RedisClients> administrators;

	private final String name;

	private final String password;

	private final LettuceConnectionFactory connectionFactory;

	private AclUser(List<RedisURI> servers, String prefix, boolean info, Connector connector) {
		this.administrators = servers.stream().map(RedisClients::new).toList();
		this.name = "user-" + UUID.randomUUID();
		this.password = UUID.randomUUID().toString();
		this.administrators.forEach((administrator) -> create(administrator.client(), prefix, info));
		this.connectionFactory = connector.connect(this.name, this.password);
	}

	/**
	 * A user who may ask for INFO.
	 */
	public static AclUser create(RedisURI administrator, String prefix) {
		return create(administrator, prefix, true);
	}

	/**
	 * A user to whom INFO is denied too.
	 */
	public static AclUser createWithoutInfo(RedisURI administrator, String prefix) {
		return create(administrator, prefix, false);
	}

	/**
	 * The same user on every node of a cluster, who may ask for INFO.
	 */
	public static AclUser create(EmbeddedCluster cluster, String prefix) {
		return create(cluster, cluster.configuration(), prefix, true);
	}

	/**
	 * The same user on every node of a cluster, to whom INFO is denied too. Its clients
	 * ask one node for the others instead of each node for all: tests open many.
	 */
	public static AclUser createWithoutInfo(EmbeddedCluster cluster, String prefix) {
		RedisURI seed = cluster.uris().get(0);
		RedisClusterConfiguration configuration = new RedisClusterConfiguration(
				List.of(seed.getHost() + ":" + seed.getPort()));
		return create(cluster, configuration, prefix, false);
	}

	private static AclUser create(EmbeddedCluster cluster, RedisClusterConfiguration configuration, String prefix,
			boolean info) {
		ClusterTopologyRefreshOptions refresh = ClusterTopologyRefreshOptions.builder()
			.dynamicRefreshSources(configuration.getClusterNodes().size() > 1)
			.build();
		return new AclUser(cluster.uris(), prefix, info, (name, password) -> {
			configuration.setUsername(name);
			configuration.setPassword(password);
			return RedisClients.start(configuration, RedisClients.clientConfiguration()
				.clientOptions(ClusterClientOptions.builder().topologyRefreshOptions(refresh).build()));
		});
	}

	private static AclUser create(RedisURI administrator, String prefix, boolean info) {
		return new AclUser(List.of(administrator), prefix, info, (name, password) -> {
			RedisURI uri = RedisURI.builder(administrator).withAuthentication(name, password).build();
			return RedisClients.start(LettuceConnectionFactory.createRedisConfiguration(uri),
					RedisClients.clientConfiguration().apply(uri));
		});
	}

	public String name() {
		return this.name;
	}

	public String password() {
		return this.password;
	}

	/**
	 * A started connection factory that logs in as this user.
	 */
	public LettuceConnectionFactory connectionFactory() {
		return this.connectionFactory;
	}

	@Override
	public void close() {
		this.connectionFactory.destroy();
		this.administrators.forEach(this::remove);
		this.administrators.forEach(RedisClients::close);
	}

	private void create(RedisClient administrator, String prefix, boolean info) {
		try (StatefulRedisConnection<String, String> connection = administrator.connect()) {
			RedisCommands<String, String> commands = connection.sync();
			List<String> rules = new ArrayList<>(List.of("reset", "on", ">" + this.password));
			rules.addAll(List.of("~" + prefix + ":*", "resetchannels", "&" + prefix + ":*"));
			rules.addAll(COMMANDS);
			if (info) {
				rules.add("+info");
			}
			if (!commands.info("server").contains("redis_version:6")) {
				rules.add("-function");
			}
			acl(commands, "SETUSER", rules);
		}
	}

	private void remove(RedisClients administrator) {
		try (StatefulRedisConnection<String, String> connection = administrator.client().connect()) {
			connection.sync().aclDeluser(this.name);
		}
	}

	private void acl(RedisCommands<String, String> commands, String verb, List<String> rules) {
		CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8).add(verb).add(this.name);
		rules.forEach(arguments::add);
		commands.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
	}

	/**
	 * How a connection factory is made once the user exists.
	 */
	private interface Connector {

		LettuceConnectionFactory connect(String name, String password);

	}

}
