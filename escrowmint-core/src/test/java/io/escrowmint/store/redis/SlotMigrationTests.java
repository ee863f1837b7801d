package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.escrowmint.model.Command;
import io.escrowmint.model.Consume;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Reserve;
import io.escrowmint.testing.EmbeddedCluster;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A partition that moves to another node of the cluster and back while it is used: nobody
 * sees it but by the clock.
 */
@Timeout(180)
class SlotMigrationTests {

	private static final long CREDITS = 100_000_000;

	private static final int WALLETS = 20;

	private static final int THREADS = 4;

	private static final long SOME = 200;

	@Test
	void callsSurviveTheMoveOfTheirPartition(TestReporter reporter) {
		try (EmbeddedCluster cluster = EmbeddedCluster.start();
				OpenStore store = OpenStore
					.on(cluster.connectionFactory(),
							(options) -> options.withPartitions(1).withTimeout(Duration.ofSeconds(20)))
					.connected()) {
			List<String> wallets = IntStream.range(0, WALLETS).mapToObj((number) -> "wallet " + number).toList();
			wallets.forEach((wallet) -> store.topUp(wallet, CREDITS));
			int slot = SlotHash.getSlot(store.keys().mode(0));
			int owner = slot * 3 / SlotHash.SLOT_COUNT;
			int other = (owner + 1) % 3;
			SteadyLoad load = new SteadyLoad(store, THREADS, SlotMigrationTests::command);
			try (load) {
				load.awaitAcknowledged(SOME);
				cluster.moveSlot(slot, owner, other);
				load.awaitAcknowledged(SOME);
				cluster.moveSlot(slot, other, owner);
				load.awaitAcknowledged(SOME);
			}
			reporter.publishEntry("slot moved twice", load.toString());
			assertThat(load.doubtful()).isEmpty();
			List<Figures> figures = wallets.stream().map(store::figures).toList();
			assertThat(figures).allMatch(Figures::isLawful);
			assertThat(figures.stream().mapToLong((each) -> each.spent() + each.held()).sum())
				.isEqualTo(load.acknowledged())
				.isEqualTo(load.sent());
		}
	}

	private static Command<?> command(long number) {
		String wallet = "wallet " + number % WALLETS;
		return switch ((int) (number % 3)) {
			case 0 -> Consume.of(wallet, 1);
			case 1 -> Consume.of(wallet, 1).key("key " + number);
			default -> Reserve.of(wallet, 1, Duration.ofHours(1)).id("id " + number);
		};
	}

}
