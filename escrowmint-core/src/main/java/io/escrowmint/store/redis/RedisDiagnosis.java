package io.escrowmint.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.lettuce.core.ReadFrom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Looks for settings of a Redis that could lose credits. What a user may not ask (ACL,
 * managed services) is passed over.
 */
final class RedisDiagnosis {

	private static final Logger logger = LoggerFactory.getLogger(RedisDiagnosis.class);

	private final RedisConnectionFactory factory;

	RedisDiagnosis(RedisConnectionFactory factory) {
		this.factory = factory;
	}

	/**
	 * Returns what an operator should change, as sentences. Blocks.
	 */
	List<String> warnings() {
		List<String> warnings = new ArrayList<>();
		try (RedisConnection connection = this.factory.getConnection()) {
			eviction(connection, warnings);
			persistence(connection, warnings);
		}
		catch (RuntimeException ex) {
			logger.debug("Redis could not be examined", ex);
		}
		replicaReads(warnings);
		return List.copyOf(warnings);
	}

	private static void eviction(RedisConnection connection, List<String> warnings) {
		Properties memory = ask(connection, (redis) -> redis.serverCommands().info("memory"));
		for (String policy : values(memory, "maxmemory_policy")) {
			if (!policy.equals("noeviction")) {
				warnings.add("Redis may evict wallets or receipts (maxmemory-policy " + policy
						+ "); set maxmemory-policy to noeviction.");
			}
		}
	}

	private static void persistence(RedisConnection connection, List<String> warnings) {
		Properties persistence = ask(connection, (redis) -> redis.serverCommands().info("persistence"));
		Properties save = ask(connection, (redis) -> redis.serverCommands().getConfig("save"));
		boolean withoutLog = values(persistence, "aof_enabled").contains("0");
		boolean withoutSnapshots = save != null
				&& save.values().stream().anyMatch((value) -> value.toString().isBlank());
		if (withoutLog && withoutSnapshots) {
			warnings.add("Redis keeps nothing on disk: a restart loses every wallet; switch appendonly on.");
		}
	}

	private void replicaReads(List<String> warnings) {
		if (this.factory instanceof LettuceConnectionFactory lettuce) {
			lettuce.getClientConfiguration()
				.getReadFrom()
				.filter((from) -> !from.equals(ReadFrom.UPSTREAM))
				.ifPresent((from) -> warnings.add("The application reads from replicas; EscrowMint does not: its reads "
						+ "go to the primary, like its writes."));
		}
	}

	private static @Nullable Properties ask(RedisConnection connection,
			Function<RedisConnection, @Nullable Properties> question) {
		try {
			return question.apply(connection);
		}
		catch (RuntimeException ex) {
			logger.debug("Redis does not answer a question about its settings", ex);
			return null;
		}
	}

	/**
	 * Returns the distinct values of a field; in a cluster each node has one.
	 */
	private static TreeSet<String> values(@Nullable Properties properties, String field) {
		if (properties == null) {
			return new TreeSet<>();
		}
		return properties.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().equals(field) || entry.getKey().toString().endsWith("." + field))
			.map(Map.Entry::getValue)
			.map(Object::toString)
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
