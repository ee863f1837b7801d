package io.escrowmint.redis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

import io.escrowmint.testing.TestRedis;
import io.lettuce.core.RedisException;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisScriptingCommands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A script is sent once, unless the driver says that it did not send it.
 */
class RedisScriptTests {

	private final RedisScript script = RedisScript.load(getClass(), "one", "one");

	private int failures;

	@Test
	void connectionThatIsNotKnownToStandYetIsUsedAMomentLater() {
		this.failures = 3;
		assertThat(run("Currently not connected. Commands are rejected.")).containsExactly(1L);
	}

	@Test
	void connectionThatDoesNotStandIsGivenUp() {
		this.failures = 10;
		assertThatExceptionOfType(RedisSystemException.class)
			.isThrownBy(() -> run("Currently not connected. Commands are rejected."));
		assertThat(this.failures).isEqualTo(6);
	}

	@Test
	void lostAnswerIsNotAskedForAgain() {
		this.failures = 1;
		assertThatExceptionOfType(RedisSystemException.class).isThrownBy(() -> run("Connection disconnected"));
		assertThat(this.failures).isZero();
	}

	private List<Object> run(String failure) {
		try (RedisConnection connection = TestRedis.shared().connectionFactory().getConnection()) {
			RedisScriptingCommands commands = (RedisScriptingCommands) Proxy.newProxyInstance(
					getClass().getClassLoader(), new Class<?>[] { RedisScriptingCommands.class },
					(proxy, method, arguments) -> {
						if (this.failures > 0) {
							this.failures--;
							throw new RedisSystemException("Redis exception", new RedisException(failure));
						}
						try {
							return method.invoke(connection.scriptingCommands(), arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					});
			RedisConnection early = (RedisConnection) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { RedisConnection.class }, (proxy, method, arguments) -> commands);
			return this.script.run(early, List.of(), List.of());
		}
	}

}
