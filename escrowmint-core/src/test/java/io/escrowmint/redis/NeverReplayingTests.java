package io.escrowmint.redis;

import java.time.Duration;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions.RefreshTrigger;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the user has set stays, but for what would send a command twice or never hear of a
 * new primary.
 */
class NeverReplayingTests {

	private static final Duration TIMEOUT = Duration.ofMillis(70);

	@Test
	void clusterIsLookedAtAgainAndAgainAlsoWhenTheUsersOptionsDoNotSaySo() {
		ClusterTopologyRefreshOptions refresh = refreshOf(ClusterTopologyRefreshOptions.builder()
			.dynamicRefreshSources(false)
			.disableAllAdaptiveRefreshTriggers()
			.enableAdaptiveRefreshTrigger(RefreshTrigger.MOVED_REDIRECT)
			.build());
		assertThat(refresh.isPeriodicRefreshEnabled()).isTrue();
		assertThat(refresh.getRefreshPeriod()).isEqualTo(Duration.ofSeconds(30));
		assertThat(refresh.useDynamicRefreshSources()).isFalse();
		assertThat(refresh.getAdaptiveRefreshTriggers()).containsExactly(RefreshTrigger.MOVED_REDIRECT);
	}

	@Test
	void periodOfTheUserStays() {
		ClusterTopologyRefreshOptions mine = ClusterTopologyRefreshOptions.builder()
			.enablePeriodicRefresh(Duration.ofMinutes(5))
			.build();
		assertThat(refreshOf(mine)).isSameAs(mine);
	}

	@Test
	void untimedCommandsEndWithTheirReplyOnly() {
		NeverReplaying timed = new NeverReplaying(configuration(ClientOptions.builder().build()), false);
		assertThat(options(timed).getTimeoutOptions().isTimeoutCommands()).isTrue();
		assertThat(timed.getCommandTimeout()).isEqualTo(TIMEOUT);
		NeverReplaying untimed = timed.untimed(Duration.ofSeconds(10));
		assertThat(options(untimed).getTimeoutOptions().isTimeoutCommands()).isFalse();
		assertThat(options(untimed).getDisconnectedBehavior()).isEqualTo(DisconnectedBehavior.REJECT_COMMANDS);
		assertThat(untimed.getCommandTimeout()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void untimedCommandsOfAClusterKeepItsOptions() {
		NeverReplaying untimed = new NeverReplaying(
				configuration(ClusterClientOptions.builder().maxRedirects(3).build()), true)
			.untimed(Duration.ofSeconds(10));
		assertThat(options(untimed)).isInstanceOfSatisfying(ClusterClientOptions.class, (options) -> {
			assertThat(options.getMaxRedirects()).isEqualTo(3);
			assertThat(options.getTopologyRefreshOptions().isPeriodicRefreshEnabled()).isTrue();
			assertThat(options.getTimeoutOptions().isTimeoutCommands()).isFalse();
		});
	}

	private static ClusterTopologyRefreshOptions refreshOf(ClusterTopologyRefreshOptions mine) {
		ClientOptions options = ClusterClientOptions.builder().topologyRefreshOptions(mine).build();
		return ((ClusterClientOptions) options(new NeverReplaying(configuration(options), true)))
			.getTopologyRefreshOptions();
	}

	private static LettuceClientConfiguration configuration(ClientOptions options) {
		return LettuceClientConfiguration.builder()
			.clientOptions(options.mutate().timeoutOptions(TimeoutOptions.enabled()).build())
			.commandTimeout(TIMEOUT)
			.build();
	}

	private static ClientOptions options(NeverReplaying configuration) {
		return configuration.getClientOptions().orElseThrow();
	}

}
