package io.escrowmint.redis;

import java.time.Duration;
import java.util.Optional;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.ClientResources;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * The user's client configuration, but with a client that rejects commands while it is
 * disconnected, instead of sending again what was on its way when the connection broke;
 * and that always speaks to primaries.
 */
public final class NeverReplaying implements LettuceClientConfiguration {

	private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(30);

	private final LettuceClientConfiguration user;

	private final ClientOptions options;

	/**
	 * Creates a configuration that delegates.
	 * @param user the configuration of the application
	 * @param cluster whether it is for a cluster
	 */
	public NeverReplaying(LettuceClientConfiguration user, boolean cluster) {
		this.user = user;
		ClientOptions base = user.getClientOptions().orElseGet(ClientOptions::create);
		this.options = cluster ? clusterOptions(base)
				: base.mutate().autoReconnect(true).disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS).build();
	}

	private static ClientOptions clusterOptions(ClientOptions base) {
		ClusterClientOptions.Builder builder = (base instanceof ClusterClientOptions cluster) ? cluster.mutate()
				: ClusterClientOptions.builder(base)
					.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
						.enableAllAdaptiveRefreshTriggers()
						.enablePeriodicRefresh(TOPOLOGY_REFRESH)
						.build());
		return builder.autoReconnect(true).disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS).build();
	}

	@Override
	public Optional<ClientOptions> getClientOptions() {
		return Optional.of(this.options);
	}

	@Override
	public Optional<ReadFrom> getReadFrom() {
		return Optional.empty();
	}

	@Override
	public boolean isUseSsl() {
		return this.user.isUseSsl();
	}

	@Override
	@SuppressWarnings("deprecation")
	public boolean isVerifyPeer() {
		return this.user.isVerifyPeer();
	}

	@Override
	public SslVerifyMode getVerifyMode() {
		return this.user.getVerifyMode();
	}

	@Override
	public boolean isStartTls() {
		return this.user.isStartTls();
	}

	@Override
	public Optional<ClientResources> getClientResources() {
		return this.user.getClientResources();
	}

	@Override
	public Optional<String> getClientName() {
		return this.user.getClientName();
	}

	@Override
	public Optional<RedisCredentialsProviderFactory> getRedisCredentialsProviderFactory() {
		return this.user.getRedisCredentialsProviderFactory();
	}

	@Override
	public Duration getCommandTimeout() {
		return this.user.getCommandTimeout();
	}

	@Override
	public Duration getShutdownTimeout() {
		return this.user.getShutdownTimeout();
	}

	@Override
	public Duration getShutdownQuietPeriod() {
		return this.user.getShutdownQuietPeriod();
	}

}
