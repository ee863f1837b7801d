package io.escrowmint.contract;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.Extend;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.Page;
import io.escrowmint.model.PageRequest;
import io.escrowmint.model.Query;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.WalletState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

abstract class ReadsContract extends EngineContract {

	static final Comparator<String> BY_UTF8 = Comparator.comparing((id) -> id.getBytes(StandardCharsets.UTF_8),
			Arrays::compareUnsigned);

	@Test
	void anUnknownWalletIsAllZeros() {
		assertThat(state()).isEqualTo(new WalletState(this.wallet, false, Figures.ZERO, 0, 0, 0, 0, null));
		assertThat(this.calls.reservation(this.wallet, "r")).isEmpty();
		assertThat(this.calls.lease(this.wallet, "l")).isEmpty();
		assertThat(this.calls.reservations(this.wallet, 10)).isEmpty();
		assertThat(this.calls.leases(this.wallet, 10)).isEmpty();
		assertThat(state().exists()).isFalse();
	}

	@Test
	void aStateTellsAllThereIs() {
		topUp(20);
		hold("r", 3, Duration.ofSeconds(50));
		hold("s", 4, Duration.ofSeconds(40));
		lease("l", 5, LeaseExpiry.RETURN);
		commit("s", 1);
		assertThat(state()).isEqualTo(new WalletState(this.wallet, true, new Figures(11, 3, 5, 1, 20, 0),
				Engine.START.toEpochMilli(), 6, 1, 1, Engine.START.plus(TTL)));
	}

	@Test
	void readsMoveNothing() {
		topUp(20);
		hold("r", 3);
		WalletState before = state();
		this.calls.reservation(this.wallet, "r");
		this.calls.reservations(this.wallet, 1);
		this.calls.lease(this.wallet, "l");
		this.calls.leases(this.wallet, 1);
		assertThat(state()).isEqualTo(before);
	}

	@Test
	void finishedHoldsAreNotListed() {
		topUp(20);
		hold("committed", 1);
		commit("committed", 1);
		hold("canceled", 1);
		cancel("canceled");
		hold("expired", 1, Duration.ofMillis(1));
		this.engine.advance(Duration.ofMillis(1));
		hold("open", 1);
		assertThat(this.calls.reservations(this.wallet, 10)).containsExactly(new ReservationView(this.wallet, "open",
				ReservationView.Status.OPEN, 1, 0, false, 0, Engine.START.plus(TTL).plusMillis(1)));
	}

	@Test
	void aListingIsOrderedByExpiry() {
		topUp(20);
		hold("a", 1, Duration.ofSeconds(30));
		hold("b", 1, Duration.ofSeconds(10));
		hold("c", 1, Duration.ofSeconds(20));
		assertThat(ids()).containsExactly("b", "c", "a");
		assertApplied(Extend.of(this.wallet, "b", Duration.ofSeconds(40)));
		assertThat(ids()).containsExactly("c", "a", "b");
	}

	@Test
	void tiesAreOrderedByTheBytesOfTheId() {
		topUp(100);
		List<String> names = new ArrayList<>(
				List.of("😀", "\uFF5E", "\uFFFD", "z", "a", "aa", "a:", "A", "~", "é", "日", " ", "10", "9", "ab"));
		for (String name : names) {
			hold(name, 1);
			lease(name, 1, LeaseExpiry.RETURN);
		}
		names.sort(BY_UTF8);
		assertThat(ids()).containsExactlyElementsOf(names);
		assertThat(this.calls.reservations(this.wallet, 1)).extracting(ReservationView::id)
			.containsExactlyElementsOf(names);
		assertThat(this.calls.leases(this.wallet, 2)).extracting(LeaseView::id).containsExactlyElementsOf(names);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 8, 9, 16, 17, 65, 130 })
	void pagesTogetherShowEachHoldOnce(int count) {
		topUp(count);
		Random random = new Random(count);
		for (int i = 0; i < count; i++) {
			this.calls
				.send(Reserve.of(this.wallet, 1, Duration.ofMillis(60_000 + random.nextInt(5)))
					.id("r" + random.nextLong()))
				.orElseThrow();
		}
		List<ReservationView> all = this.calls.reservations(this.wallet, 1000);
		assertThat(all).hasSize(count)
			.isSortedAccordingTo(
					Comparator.comparing(ReservationView::expiresAt).thenComparing(ReservationView::id, BY_UTF8));
		for (int size : new int[] { 1, 3, 8, count }) {
			assertThat(this.calls.reservations(this.wallet, size)).isEqualTo(all);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 9, 17, 130 })
	void pagesTogetherShowEachLeaseOnce(int count) {
		topUp(count);
		for (int i = 0; i < count; i++) {
			this.calls.send(AllocateLease.of(this.wallet, 1, Duration.ofMillis(60_000 + i % 4), OWNER).id("l" + i))
				.orElseThrow();
		}
		List<LeaseView> all = this.calls.leases(this.wallet, 1000);
		assertThat(all).hasSize(count)
			.isSortedAccordingTo(Comparator.comparing(LeaseView::expiresAt).thenComparing(LeaseView::id, BY_UTF8));
		assertThat(this.calls.leases(this.wallet, 4)).isEqualTo(all);
	}

	@Test
	void theLastPageHasNoNext() {
		topUp(10);
		holds("r", 6, TTL);
		assertThat(page(6, null).next()).isNull();
		assertThat(page(7, null).next()).isNull();
		Page<ReservationView> first = page(3, null);
		assertThat(first.items()).extracting(ReservationView::id).containsExactly("r000", "r001", "r002");
		Page<ReservationView> second = this.calls
			.ask(new Query.Reservations(this.wallet, first.nextPage().orElseThrow()));
		assertThat(second.items()).extracting(ReservationView::id).containsExactly("r003", "r004", "r005");
		assertThat(second.next()).isNull();
	}

	@Test
	void aPageFollowsItsPositionEvenIfTheEntryThereIsGone() {
		topUp(10);
		holds("r", 6, TTL);
		PageRequest next = page(3, null).nextPage().orElseThrow();
		cancel("r002");
		cancel("r003");
		assertThat(this.calls.ask(new Query.Reservations(this.wallet, next)).items()).extracting(ReservationView::id)
			.containsExactly("r004", "r005");
		cancel("r004");
		cancel("r005");
		Page<ReservationView> empty = this.calls.ask(new Query.Reservations(this.wallet, next));
		assertThat(empty.items()).isEmpty();
		assertThat(empty.next()).isNull();
	}

	@Test
	void aPageFollowsAPositionWhereNothingEverWas() {
		topUp(10);
		holds("r", 6, TTL);
		assertThat(page(10, new PageRequest.Position(Engine.START.plus(TTL), "r0025")).items())
			.extracting(ReservationView::id)
			.containsExactly("r003", "r004", "r005");
		assertThat(page(10, new PageRequest.Position(Engine.START, "zzz")).items()).hasSize(6);
		assertThat(page(10, new PageRequest.Position(Engine.START.plus(TTL), "s")).items()).isEmpty();
	}

	@Test
	void aListingShowsRenewedLeasesWithTheirSpending() {
		topUp(10);
		lease("l", 5, LeaseExpiry.BURN);
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 1));
		assertApplied(ReportLease.of(this.wallet, "l", OWNER, 2));
		assertApplied(RenewLease.of(this.wallet, "l", OWNER, TTL.plusSeconds(1)));
		assertThat(this.calls.leases(this.wallet, 10)).containsExactly(new LeaseView(this.wallet, "l", OWNER,
				LeaseView.Status.LIVE, 5, 1, 2, LeaseExpiry.BURN, Engine.START.plus(TTL).plusSeconds(1)));
	}

	@Test
	void holdsAndLeasesAreListedApart() {
		topUp(10);
		hold("x", 1);
		lease("y", 2, LeaseExpiry.RETURN);
		assertThat(ids()).containsExactly("x");
		assertThat(this.calls.leases(this.wallet, 10)).extracting(LeaseView::id).containsExactly("y");
		assertThat(this.calls.lease(this.wallet, "x")).isEmpty();
		assertThat(this.calls.reservation(this.wallet, "y")).isEmpty();
	}

	@Test
	void aLeaseBehindManyHoldsIsListed() {
		topUp(1_300);
		holds("r", 1_200, TTL);
		assertThat(this.calls.leases(this.wallet, 1)).isEmpty();
		assertApplied(AllocateLease.of(this.wallet, 1, TTL.plusMillis(1), OWNER).id("last"));
		assertApplied(AllocateLease.of(this.wallet, 1, TTL.minusMillis(1), OWNER).id("first"));
		assertThat(this.calls.leases(this.wallet, 1)).extracting(LeaseView::id).containsExactly("first", "last");
		assertThat(this.calls.leases(this.wallet, 3)).extracting(LeaseView::id).containsExactly("first", "last");
		assertThat(this.calls.reservations(this.wallet, 1_000)).hasSize(1_200);
		assertThat(this.calls.reservations(this.wallet, 7)).hasSize(1_200).doesNotHaveDuplicates();
	}

	private List<String> ids() {
		return this.calls.reservations(this.wallet, 1000).stream().map(ReservationView::id).toList();
	}

	private Page<ReservationView> page(int size, PageRequest.Position after) {
		return this.calls.ask(new Query.Reservations(this.wallet, new PageRequest(size, after)));
	}

}
