package io.escrowmint.store.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Extend;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.PageRequest;
import io.escrowmint.model.Query;
import io.escrowmint.model.Refund;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.WalletState;
import io.escrowmint.model.Withdraw;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.StoreOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random commands on one wallet: whatever they do, the law holds, the claims add up, and
 * the events tell all of it.
 */
class RandomHistoryTests {

	private static final String WALLET = "w";

	private static final PageRequest ALL = PageRequest.first(1000);

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final MemoryQuotaStore store = new MemoryQuotaStore(
			StoreOptions.DEFAULTS.withPartitions(1).withRetention(Duration.ofSeconds(2), Duration.ofSeconds(1)),
			() -> this.now);

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void conserveCreditsAndTellAll(long seed) {
		Random random = new Random(seed);
		this.store.events().register("ledger").toCompletableFuture().join();
		for (int step = 0; step < 5000; step++) {
			this.store.execute(command(random)).toCompletableFuture().join();
			this.now = this.now.plusMillis(random.nextInt(40));
			if (random.nextInt(10) == 0) {
				checkClaims();
			}
		}
		checkEvents();
	}

	private void checkClaims() {
		WalletState state = ask(new Query.OfWallet(WALLET));
		assertThat(state.figures().isLawful()).isTrue();
		assertThat(ask(new Query.Reservations(WALLET, ALL)).items().stream().mapToLong(ReservationView::amount).sum())
			.isEqualTo(state.figures().held());
		assertThat(ask(new Query.Leases(WALLET, ALL)).items().stream().mapToLong(LeaseView::unspent).sum())
			.isEqualTo(state.figures().leased());
	}

	private void checkEvents() {
		List<WalletEvent> events = new ArrayList<>();
		for (EventFrame frame : this.store.events().read(0, null, 1_000_000).toCompletableFuture().join()) {
			events.addAll(frame.events());
		}
		Figures figures = Figures.ZERO;
		long seq = 0;
		for (WalletEvent event : events) {
			assertThat(event.seq()).isEqualTo(++seq);
			assertThat(event.type()).isNotEqualTo(EventType.SNAPSHOT);
			assertThat(event.change()).isEqualTo(Change.between(figures, event.after()));
			figures = event.after();
			assertThat(figures.isLawful()).isTrue();
		}
		assertThat(figures).isEqualTo(ask(new Query.OfWallet(WALLET)).figures());
	}

	private <R> R ask(Query<R> query) {
		return this.store.query(query).toCompletableFuture().join();
	}

	private Command<?> command(Random random) {
		String id = "i" + random.nextInt(30);
		String key = "k" + random.nextInt(30);
		long amount = 1L + random.nextInt(20);
		Duration ttl = Duration.ofMillis(1 + random.nextInt(500));
		return switch (random.nextInt(14)) {
			case 0 -> TopUp.of(WALLET, amount);
			case 1 -> Withdraw.of(WALLET, amount).key(key);
			case 2 -> Consume.of(WALLET, amount).key(key);
			case 3 -> Refund.of(WALLET, amount);
			case 4 -> Refund.of(WALLET, amount).ofReservation(id);
			case 5 -> Extend.of(WALLET, id, ttl);
			case 6 -> Cancel.of(WALLET, id);
			case 7 ->
				AllocateLease.of(WALLET, amount, ttl, "o").minimum(1).id(id).expiry(pick(random, LeaseExpiry.values()));
			case 8 -> ConsumeLease.of(WALLET, id, "o", 1 + random.nextInt(5));
			case 9 -> ReportLease.of(WALLET, id, "o", random.nextInt(20));
			case 10 -> RenewLease.of(WALLET, id, "o", ttl);
			case 11 -> ReleaseLease.of(WALLET, id, "o");
			case 12 -> Commit.of(WALLET, id)
				.actual(random.nextInt(40))
				.overrun(pick(random, Overrun.values()))
				.late(pick(random, LateCommit.values()))
				.maxDebt(random.nextInt(50));
			default -> Reserve.of(WALLET, amount, ttl).id(id);
		};
	}

	private static <T> T pick(Random random, T[] values) {
		return values[random.nextInt(values.length)];
	}

}
