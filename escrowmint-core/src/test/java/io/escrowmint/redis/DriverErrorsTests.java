package io.escrowmint.redis;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;

import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.cluster.PartitionSelectorException;
import io.lettuce.core.cluster.models.partitions.Partitions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import redis.clients.jedis.exceptions.JedisBusyException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The errors of both drivers, as they are and as Spring Data hands them on.
 */
class DriverErrorsTests {

	@ParameterizedTest
	@MethodSource
	void whatRedisAnswersWasNotRun(Throwable error) {
		assertThat(DriverErrors.answerOf(error)).isEqualTo(error.getMessage());
		assertThat(DriverErrors.answerOf(new RedisSystemException("Error in execution", error)))
			.isEqualTo(error.getMessage());
		assertThat(DriverErrors.isCertainlyNotRun(error)).isTrue();
		assertThat(DriverErrors.isUnsent(error)).isFalse();
	}

	static Stream<Throwable> whatRedisAnswersWasNotRun() {
		return Stream.of(new RedisCommandExecutionException("OOM command not allowed"),
				new RedisReadOnlyException("READONLY You can't write against a read only replica."),
				new RedisLoadingException("LOADING Redis is loading the dataset in memory"),
				new RedisBusyException("BUSY Redis is busy running a script"), new JedisDataException("OOM"),
				new JedisBusyException("BUSY Redis is busy running a script"));
	}

	@ParameterizedTest
	@MethodSource
	void whatWasNeverWrittenWasNotRun(Throwable error) {
		assertThat(DriverErrors.isUnsent(error)).isTrue();
		assertThat(DriverErrors.isUnsent(new RedisSystemException("Redis exception", error))).isTrue();
		assertThat(DriverErrors.isCertainlyNotRun(error)).isTrue();
		assertThat(DriverErrors.answerOf(error)).isNull();
	}

	static Stream<Throwable> whatWasNeverWrittenWasNotRun() {
		return Stream.of(new RedisException("Currently not connected. Commands are rejected."),
				new RedisException("Connection is closed"),
				RedisConnectionException.create("127.0.0.1:1", new ConnectException("Connection refused")),
				new RedisConnectionFailureException("Unable to connect to Redis", new RedisException("No topology")),
				new PartitionSelectorException("Cannot determine a partition for slot 1.", new Partitions()),
				new JedisConnectionException("Failed to connect to 127.0.0.1:1."),
				new JedisException("Could not get a resource from the pool", new IllegalStateException("no")));
	}

	@ParameterizedTest
	@MethodSource
	void whatMayHaveBeenWrittenIsUnknown(Throwable error) {
		assertThat(DriverErrors.isCertainlyNotRun(error)).isFalse();
		assertThat(DriverErrors.isCertainlyNotRun(new RedisConnectionFailureException("Connection closed", error)))
			.isFalse();
	}

	static Stream<Throwable> whatMayHaveBeenWrittenIsUnknown() {
		return Stream.of(new RedisException("Connection disconnected"), new RedisException("Connection closed"),
				new RedisException(new SocketException("Unable to connect")),
				new RedisConnectionException("Connection reset"), new RedisCommandTimeoutException("Command timed out"),
				new JedisConnectionException(new SocketTimeoutException("Read timed out")),
				new JedisConnectionException("Unexpected end of stream."), new SocketException("Connection reset"));
	}

}
