package io.escrowmint.redis;

import java.time.Duration;
import java.util.Optional;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions.RefreshTrigger;
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

	private final Duration timeout;

	/**
	 * Creates a configuration that delegates.
	 * @param user the configuration of the application
	 * @param cluster whether it is for a cluster
	 */
	public NeverReplaying(LettuceClientConfiguration user, boolean cluster) {
		this(user, neverReplaying(user.getClientOptions().orElseGet(ClientOptions::create), cluster),
				user.getCommandTimeout());
	}

	private NeverReplaying(LettuceClientConfiguration user, ClientOptions options, Duration timeout) {
		this.user = user;
		this.options = options;
		this.timeout = timeout;
	}

	/**
	 * Returns a copy for who knows how long to wait for a command: whatever the
	 * application has set, commands end with their reply or their connection only.
	 * @param connecting how long the first words on a connection may take
	 * @return the copy
	 */
	NeverReplaying untimed(Duration connecting) {
		TimeoutOptions none = TimeoutOptions.builder().timeoutCommands(false).build();
		return new NeverReplaying(this.user, this.options.mutate().timeoutOptions(none).build(), connecting);
	}

	private static ClientOptions neverReplaying(ClientOptions base, boolean cluster) {
		ClientOptions options = cluster ? clusterOptions(base) : base;
		return options.mutate().autoReconnect(true).disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS).build();
	}

	private static ClientOptions clusterOptions(ClientOptions base) {
		return (base instanceof ClusterClientOptions cluster)
				? cluster.mutate().topologyRefreshOptions(refreshing(cluster.getTopologyRefreshOptions())).build()
				: ClusterClientOptions.builder(base)
					.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
						.enableAllAdaptiveRefreshTriggers()
						.enablePeriodicRefresh(TOPOLOGY_REFRESH)
						.build())
					.build();
	}

	/**
	 * A primary that vanishes without a word triggers nothing: only who asks again and
	 * again hears of the one in its place.
	 */
	private static ClusterTopologyRefreshOptions refreshing(ClusterTopologyRefreshOptions known) {
		if (known.isPeriodicRefreshEnabled()) {
			return known;
		}
		ClusterTopologyRefreshOptions.Builder builder = ClusterTopologyRefreshOptions.builder()
			.dynamicRefreshSources(known.useDynamicRefreshSources())
			.closeStaleConnections(known.isCloseStaleConnections())
			.adaptiveRefreshTriggersTimeout(known.getAdaptiveRefreshTimeout())
			.refreshTriggersReconnectAttempts(known.getRefreshTriggersReconnectAttempts())
			.enablePeriodicRefresh(TOPOLOGY_REFRESH)
			.disableAllAdaptiveRefreshTriggers();
		if (!known.getAdaptiveRefreshTriggers().isEmpty()) {
			builder.enableAdaptiveRefreshTrigger(known.getAdaptiveRefreshTriggers().toArray(RefreshTrigger[]::new));
		}
		return builder.build();
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
		return this.timeout;
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
