package io.escrowmint.store.redis;

import java.net.SocketException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.escrowmint.store.redis.TransportException.Kind;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.PartitionSelectorException;
import io.lettuce.core.cluster.UnknownPartitionException;
import io.lettuce.core.cluster.models.partitions.Partitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.RedisSystemException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an error says about the script is never more than what is certain.
 */
class TransportErrorsTests {

	@ParameterizedTest
	@ValueSource(strings = { "MOVED 1234 127.0.0.1:7001", "ASK 1234 127.0.0.1:7001",
			"TRYAGAIN Multiple keys request during rehashing of slot", "CLUSTERDOWN Hash slot not served",
			"LOADING Redis is loading the dataset in memory", "READONLY You can't write against a read only replica." })
	void answersThatPassAreTriedAgain(String answer) {
		RedisException error = new RedisCommandExecutionException(answer);
		assertThat(kindOf(error)).isEqualTo(Kind.NOT_RUN);
		assertThat(kindOf(new CompletionException(new ExecutionException(error)))).isEqualTo(Kind.NOT_RUN);
		assertThat(kindOf(new RedisSystemException("Spring says", error))).isEqualTo(Kind.NOT_RUN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "NOPERM this user has no permissions", "CROSSSLOT Keys in request don't hash",
			"MOVEDTO is no answer of Redis", "OOM command not allowed when used memory > 'maxmemory'." })
	void otherAnswersAreRefusals(String answer) {
		assertThat(kindOf(new RedisCommandExecutionException(answer))).isEqualTo(Kind.REFUSED);
	}

	@Test
	void rejectionIsFoundAmongTheDetailsOfACluster() {
		RedisException cluster = new RedisException(
				"Cannot retrieve cluster partitions\nDetails:\n\t[redis://user@host]: " + TransportErrors.REJECTED);
		assertThat(TransportErrors.isRejected(new IllegalStateException(cluster))).isTrue();
		assertThat(TransportErrors.isRejected(new RedisException("Connection disconnected"))).isFalse();
	}

	@Test
	void whatWasNotWrittenWasNotRun() {
		assertThat(kindOf(new RedisException(TransportErrors.REJECTED))).isEqualTo(Kind.NOT_RUN);
		assertThat(kindOf(new RedisException("Connection is closed"))).isEqualTo(Kind.NOT_RUN);
		assertThat(
				kindOf(new CompletionException(RedisConnectionException.create("127.0.0.1:1", new SocketException()))))
			.isEqualTo(Kind.NOT_RUN);
		assertThat(kindOf(new PartitionSelectorException("Cannot determine a partition for slot 1.", new Partitions())))
			.isEqualTo(Kind.NOT_RUN);
		assertThat(kindOf(new UnknownPartitionException("Connection to 127.0.0.1:1 not allowed.")))
			.isEqualTo(Kind.NOT_RUN);
	}

	@Test
	void replicaIsHeardThroughAScriptOfRedis62() {
		RedisException error = new RedisCommandExecutionException("ERR Error running script (call to f_1): "
				+ "@user_script:12: @user_script: 12: -READONLY You can't write against a read only replica.");
		assertThat(kindOf(error)).isEqualTo(Kind.NOT_RUN);
		assertThat(TransportErrors.saysReplica(new CompletionException(error))).isTrue();
	}

	@Test
	void interruptOfWhoConnectsIsKept() {
		assertThat(TransportErrors.unreachable(new InterruptedException()).kind()).isEqualTo(Kind.NOT_RUN);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void whatMayHaveBeenWrittenIsUnknown() {
		assertThat(kindOf(new RedisException("Connection disconnected"))).isEqualTo(Kind.UNKNOWN);
		assertThat(kindOf(new RedisException("Connection closed"))).isEqualTo(Kind.UNKNOWN);
		assertThat(kindOf(new RedisException(new SocketException("Unable to connect")))).isEqualTo(Kind.UNKNOWN);
		assertThat(kindOf(new RedisConnectionException("Connection reset"))).isEqualTo(Kind.UNKNOWN);
		assertThat(kindOf(new RedisCommandTimeoutException("Command timed out"))).isEqualTo(Kind.UNKNOWN);
		assertThat(kindOf(new SocketException("Connection reset"))).isEqualTo(Kind.UNKNOWN);
	}

	private static Kind kindOf(Throwable error) {
		return TransportErrors.of(error).kind();
	}

}
