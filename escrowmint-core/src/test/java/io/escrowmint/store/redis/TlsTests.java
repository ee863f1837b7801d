package io.escrowmint.store.redis;

import java.time.Duration;

import io.escrowmint.model.Consume;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.TopUp;
import io.escrowmint.redis.NeverReplaying;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.FreePorts;
import io.escrowmint.testing.RedisClients;
import io.escrowmint.testing.TestCertificate;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A Redis that speaks TLS, with a certificate that only the user's own options trust. The
 * sibling connection would be refused if it kept less than all of them.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTests {

	private final TestCertificate certificate = TestCertificate.forAddress("127.0.0.1");

	private final TestCertificate ofAnotherHost = TestCertificate.forAddress("127.0.0.2");

	@AfterAll
	void close() {
		this.certificate.close();
		this.ofAnotherHost.close();
	}

	@Test
	void storeWorksThroughTheUsersOwnTrustStore() {
		int port = FreePorts.next();
		try (EmbeddedRedis redis = EmbeddedRedis.version7(this.certificate.settings(port)).start();
				Factory user = new Factory(port, trusting(this.certificate), SslVerifyMode.FULL);
				OpenStore store = OpenStore.on(user.factory()).connected()) {
			store.topUp("w", 10);
			assertThat(store.apply(Consume.of("w", 4)).applied()).isTrue();
			assertThat(store.figures("w").spent()).isEqualTo(4);
			try (StatefulRedisConnection<String, String> plain = redis.client().connect()) {
				assertThat(plain.sync().clientList().lines()).filteredOn((line) -> line.contains("cmd=eval"))
					.isNotEmpty()
					.allSatisfy((line) -> assertThat(line).contains("laddr=127.0.0.1:" + port + " "));
			}
		}
	}

	@Test
	void certificateThatIsNotTrustedIsRefused() {
		assertRefused(this.certificate, this.ofAnotherHost);
	}

	@Test
	void certificateOfAnotherHostIsRefusedUnlessTheUserDoesNotMind() {
		assertRefused(this.ofAnotherHost, this.ofAnotherHost);
		int port = FreePorts.next();
		try (EmbeddedRedis redis = EmbeddedRedis.version7(this.ofAnotherHost.settings(port)).start();
				Factory user = new Factory(port, trusting(this.ofAnotherHost), SslVerifyMode.CA);
				OpenStore store = OpenStore.on(user.factory()).connected()) {
			assertThat(redis.isRunning()).isTrue();
			store.topUp("w", 10);
		}
	}

	@Test
	void siblingInAClusterKeepsTheTrustStoreToo() {
		try (Factory user = new Factory(FreePorts.next(), trusting(this.certificate), SslVerifyMode.CA)) {
			NeverReplaying sibling = new NeverReplaying(user.factory().getClientConfiguration(), true);
			assertThat(sibling.isUseSsl()).isTrue();
			assertThat(sibling.getVerifyMode()).isEqualTo(SslVerifyMode.CA);
			assertThat(sibling.getClientOptions().orElseThrow().getSslOptions())
				.isSameAs(user.factory().getClientConfiguration().getClientOptions().orElseThrow().getSslOptions());
		}
	}

	private static void assertRefused(TestCertificate server, TestCertificate trusted) {
		int port = FreePorts.next();
		try (EmbeddedRedis redis = EmbeddedRedis.version7(server.settings(port)).start();
				OpenStore direct = OpenStore.on(redis.connectionFactory()).connected();
				Factory user = new Factory(port, trusting(trusted), SslVerifyMode.FULL);
				OpenStore store = OpenStore.on(user.factory(), direct.prefix(),
						(options) -> options.withTimeout(Duration.ofMillis(500)))) {
			assertThat(store.store().connect()).isFalse();
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> store.apply(TopUp.of("w", 1)))
				.havingRootCause()
				.withMessageMatching("(?s).*(certification path|subject alternative).*");
			assertThat(direct.state("w").exists()).isFalse();
		}
	}

	private static SslOptions trusting(TestCertificate certificate) {
		return SslOptions.builder()
			.jdkSslProvider()
			.keyStoreType("PKCS12")
			.truststore(certificate.trustStore().toFile(), certificate.trustStorePassword())
			.build();
	}

	/**
	 * What a user of Spring Data Redis would configure.
	 */
	private record Factory(LettuceConnectionFactory factory) implements AutoCloseable {

		Factory(int port, SslOptions options, SslVerifyMode mode) {
			this(new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port),
					RedisClients.clientConfiguration()
						.clientOptions(ClientOptions.builder().sslOptions(options).build())
						.useSsl()
						.verifyPeer(mode)
						.build()));
			this.factory.afterPropertiesSet();
			this.factory.start();
		}

		@Override
		public void close() {
			this.factory.destroy();
		}

	}

}
