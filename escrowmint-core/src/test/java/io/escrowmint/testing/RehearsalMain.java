package io.escrowmint.testing;

import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does a little of all that the other processes of the rig do, so that their classes are
 * loaded once: speaks to Redis and to a database, and logs.
 */
final class RehearsalMain {

	private static final byte[] SCRIPT = "return {'1'}".getBytes(StandardCharsets.US_ASCII);

	private RehearsalMain() {
	}

	public static void main(String[] arguments) {
		LoggerFactory.getLogger(RehearsalMain.class).warn(JsonMapper.shared().writeValueAsString(Map.of("a", 1)));
		redis(RedisURI.create(arguments[0]));
		database();
		for (String nowhere : List.of("jdbc:postgresql://127.0.0.1:1/none", "jdbc:mariadb://127.0.0.1:1/none")) {
			try {
				DriverManager.getConnection(nowhere, "nobody", "").close();
			}
			catch (SQLException ex) {
				// the driver is loaded
			}
		}
		System.exit(0);
	}

	private static void redis(RedisURI uri) {
		try (RedisClients clients = new RedisClients(uri);
				StatefulRedisConnection<String, String> own = clients.client().connect();
				RedisConnection ofSpring = clients.connectionFactory().getConnection()) {
			own.async().eval("return {'1'}", ScriptOutputType.MULTI).toCompletableFuture().join();
			ofSpring.scriptingCommands().eval(SCRIPT, ReturnType.MULTI, 0);
		}
	}

	private static void database() {
		try (HikariDataSource pool = TestDatabase.pool("jdbc:h2:mem:rehearsal", 2)) {
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			jdbc.execute("create table numbers (number bigint not null)");
			new TransactionTemplate(new JdbcTransactionManager(pool))
				.executeWithoutResult((status) -> jdbc.update("insert into numbers (number) values (?)", 1L));
			jdbc.queryForList("select number from numbers order by number", Long.class);
		}
	}

}
