package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Charge;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.Extend;
import io.escrowmint.model.Figures;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.PageRequest;
import io.escrowmint.model.Query;
import io.escrowmint.model.Refund;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.Trace;
import io.escrowmint.model.Withdraw;
import io.escrowmint.store.EventLog;
import io.escrowmint.testing.AclUser;
import io.escrowmint.testing.EmbeddedCluster;
import io.escrowmint.testing.EmbeddedRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every verb runs wherever we say it does, and touches only keys that it was passed: a
 * cluster refuses keys of other slots, and the user of a prefix any other key.
 */
@Timeout(120)
class EngineSmokeTests {

	@Test
	void everyVerbWorksOnRedis62() {
		try (EmbeddedRedis redis = EmbeddedRedis.version62().start();
				OpenStore store = OpenStore.on(redis.connectionFactory()).connected()) {
			assertEveryVerbWorks(store);
		}
	}

	@Test
	void everyVerbWorksInAClusterForAUserOfThePrefix() {
		try (AclUser user = AclUser.create(EmbeddedCluster.shared(), "mine");
				OpenStore store = OpenStore.on(user.connectionFactory(), "mine", (options) -> options).connected()) {
			assertEveryVerbWorks(store);
		}
	}

	static void assertEveryVerbWorks(OpenStore store) {
		EventLog events = store.store().events();
		OpenStore.join(events.register("reader").toCompletableFuture());
		for (String wallet : List.of("alpha", "beta", "gamma {braces}", "δέλτα")) {
			assertEveryVerbWorks(store, wallet);
			int partition = events.partitionOf(wallet);
			String last = OpenStore.join(events.read(partition, null, 100).toCompletableFuture()).get(0).position();
			assertThat(OpenStore.join(events.acknowledge("reader", partition, last).toCompletableFuture())).isTrue();
			assertThat(OpenStore.join(events.readers(partition).toCompletableFuture())).containsEntry("reader", last);
			OpenStore.join(store.store().sweep(partition, 10).toCompletableFuture());
		}
		OpenStore.join(events.deregister("reader").toCompletableFuture());
	}

	private static void assertEveryVerbWorks(OpenStore store, String wallet) {
		Duration hour = Duration.ofHours(1);
		HttpClaim http = new HttpClaim("http", Bytes.of(new byte[32]));
		CorruptStateTests.assertApplied(store.apply(TopUp.of(wallet, 100).key("t")),
				store.apply(Withdraw.of(wallet, 10).key("w")), store.apply(Consume.of(wallet, 10).key("c")),
				store.apply(Consume.of(wallet, 10)),
				store.apply(new Refund(wallet, 5, null, new Charge.OfConsume("c"), Trace.NONE)));
		for (int hold = 0; hold < 20; hold++) {
			CorruptStateTests.assertApplied(store.apply(Reserve.of(wallet, 1, hour).id("h" + hold)));
		}
		CorruptStateTests.assertApplied(store.apply(Reserve.of(wallet, 1, hour).id("http").http(http)),
				store.apply(Extend.of(wallet, "h18", hour.plusHours(1))), store.apply(Commit.of(wallet, "h17")),
				store.apply(Commit.of(wallet, "http").response(Bytes.of((byte) 1))),
				store.apply(Cancel.of(wallet, "h1")), store.apply(AllocateLease.of(wallet, 10, hour, "me").id("l")),
				store.apply(ConsumeLease.of(wallet, "l", "me", 1)), store.apply(ReportLease.of(wallet, "l", "me", 2)),
				store.apply(RenewLease.of(wallet, "l", "me", hour.plusHours(1))),
				store.apply(ReleaseLease.of(wallet, "l", "me")));
		assertThat(store.ask(new Query.OfReservation(wallet, "h18"))).isPresent();
		assertThat(store.ask(new Query.OfLease(wallet, "l"))).isPresent();
		assertThat(store.ask(new Query.Reservations(wallet, PageRequest.first(5))).items()).hasSize(5);
		assertThat(store.ask(new Query.Leases(wallet, PageRequest.first(5))).items()).isEmpty();
		assertThat(store.figures(wallet)).isEqualTo(new Figures(52, 18, 0, 20, 90, 0));
	}

}
