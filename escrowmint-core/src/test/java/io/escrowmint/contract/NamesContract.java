package io.escrowmint.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.Refund;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

abstract class NamesContract extends EngineContract {

	static Stream<String> hostileNames() {
		return Stream.of("%", "%s%d%1", "%00", "a:b", ":", "::", "|", "a|b", "{", "}", "{}", "{a}", "}{", "a{b}c", "\"",
				"'", "\\", "\\x00", "\\", "\\n", "*", "?", "[a-z]", "[^a]", "^$()%.[]*+-?", "$1", "${x}", "#{x}", " ",
				" a", "a ", "a b", ",", ";", "=", "&", "#", "<>", "/", "../..", "é", "e\u0301", "ß", "İ", "日本語", "😀",
				"👨\u200d👩\u200d👧", "\uffff", "\ufffd", "\uD800\uDC00", "שלום", "مرحبا", "\u202Eabc", "\u2028",
				"\ufeffx", "0", "-1", "1", "-0", "1e3", "0x10", "9007199254740993", "nan", "inf", "nil", "null",
				"false", "true", "None", "undefined", "id", "state", "meta", "due", "events", "held", "available",
				"r:1", "l:1", "o:1", "h:1", "r", "l", "o", "h", "w", "e", "x".repeat(256), "é".repeat(128),
				"😀".repeat(64), "%".repeat(256), "{".repeat(256));
	}

	@ParameterizedTest
	@MethodSource("hostileNames")
	void anyNameIsAWallet(String name) {
		useAll(name, "r", "l", "o", "h", "owner");
	}

	@ParameterizedTest
	@MethodSource("hostileNames")
	void anyNameIsAnIdAKeyAndAnOwner(String name) {
		useAll(this.wallet, name, name, name, name, name);
	}

	private void useAll(String wallet, String reservation, String lease, String key, String httpKey, String owner) {
		Calls.await(this.engine.events().enable(true));
		assertApplied(TopUp.of(wallet, 100));
		Reserve reserve = Reserve.of(wallet, 10, TTL).id(reservation).http(claim(httpKey, 1));
		assertThat(assertApplied(reserve).orElseThrow().id().value()).isEqualTo(reservation);
		assertThat(assertMovesNothing(reserve).replayed()).isTrue();
		assertThat(this.calls.reservations(wallet, 5)).extracting(ReservationView::wallet, ReservationView::id)
			.containsExactly(tuple(wallet, reservation));
		assertThat(refusalOf(Reserve.of(wallet, 10, TTL).id("other").http(claim(httpKey, 1))))
			.isEqualTo(new Refusal.HttpKeyInFlight(wallet, httpKey, Engine.START.plus(TTL)));
		assertApplied(Commit.of(wallet, reservation));
		assertApplied(Refund.of(wallet, 4).ofReservation(reservation));
		Consume consume = Consume.of(wallet, 5).key(key).requestId(owner).note(owner.substring(0, noteLength(owner)));
		assertApplied(consume);
		assertThat(assertMovesNothing(consume).replayed()).isTrue();
		assertApplied(Refund.of(wallet, 4).ofConsume(key));
		assertApplied(AllocateLease.of(wallet, 10, TTL, owner).id(lease));
		assertApplied(ConsumeLease.of(wallet, lease, owner, 3));
		assertThat(this.calls.leases(wallet, 5)).extracting(LeaseView::wallet, LeaseView::id, LeaseView::owner)
			.containsExactly(tuple(wallet, lease, owner));
		assertThat(this.calls.state(wallet).wallet()).isEqualTo(wallet);
		List<WalletEvent> events = this.calls.events(wallet);
		assertThat(events).hasSize(9);
		assertThat(events.get(2).id()).isEqualTo(reservation);
		assertThat(events.get(5)).extracting(WalletEvent::id, WalletEvent::requestId).containsExactly(key, owner);
		assertThat(events.get(7)).extracting(WalletEvent::id, WalletEvent::owner).containsExactly(lease, owner);
	}

	private static int noteLength(String text) {
		return text.offsetByCodePoints(0, Math.min(240, text.codePointCount(0, text.length())));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			a, b:c, a:b, c
			a, b|c, a|b, c
			a, :b, a:, b
			a, {b}, a{b}, {b}
			a, {a}b, a{a}, b
			a, r:b, a:r, b
			a, aa, aa, a
			a, 1, a1, 1
			%25, x, %, 25x
			a, b/c, a/b, c
			a, %3A, a:, %3A
			é, x, e\u0301, x
			A, x, a, x
			ı, x, i, x
			a, 1:1, a:1, 1
			a, x:y:z, a:x:y, z
			""")
	void namesThatWouldMeetIfTheyWereJoinedDoNotMeet(String wallet, String id, String otherWallet, String otherId) {
		assertApplied(TopUp.of(wallet, 10));
		assertThat(this.calls.state(otherWallet).exists()).isFalse();
		assertApplied(TopUp.of(otherWallet, 20));
		assertApplied(Reserve.of(wallet, 1, TTL).id(id).http(claim(id, 1)));
		assertApplied(Consume.of(wallet, 2).key(id));
		assertApplied(AllocateLease.of(wallet, 3, TTL, OWNER).id(id));
		assertThat(this.calls.reservation(otherWallet, otherId)).isEmpty();
		assertThat(this.calls.lease(otherWallet, otherId)).isEmpty();
		assertThat(this.calls.reservations(otherWallet, 10)).isEmpty();
		assertThat(this.calls.leases(otherWallet, 10)).isEmpty();
		assertThat(assertApplied(Reserve.of(otherWallet, 4, TTL).id(otherId).http(claim(otherId, 2))).replayed())
			.isFalse();
		assertThat(assertApplied(Consume.of(otherWallet, 5).key(otherId)).replayed()).isFalse();
		assertThat(assertApplied(AllocateLease.of(otherWallet, 6, TTL, OWNER).id(otherId)).replayed()).isFalse();
		assertApplied(Cancel.of(otherWallet, otherId));
		assertThat(this.calls.reservation(wallet, id).orElseThrow().status()).isEqualTo(ReservationView.Status.OPEN);
		assertThat(this.calls.state(wallet).available()).isEqualTo(4);
		assertThat(this.calls.state(otherWallet).available()).isEqualTo(9);
	}

	@Test
	void allHostileNamesLiveSideBySide() {
		List<String> names = hostileNames().distinct().toList();
		topUp(100_000);
		for (int i = 0; i < names.size(); i++) {
			this.calls.send(Reserve.of(this.wallet, i + 1, TTL).id(names.get(i))).orElseThrow();
			this.calls.send(AllocateLease.of(this.wallet, i + 1, TTL, names.get(i)).id(names.get(i))).orElseThrow();
			this.calls.send(Consume.of(this.wallet, i + 1).key(names.get(i))).orElseThrow();
		}
		assertThat(this.calls.reservations(this.wallet, 7)).extracting(ReservationView::id)
			.containsExactlyElementsOf(byUtf8(names));
		assertThat(this.calls.leases(this.wallet, 7)).extracting(LeaseView::id)
			.containsExactlyElementsOf(byUtf8(names));
		for (int i = 0; i < names.size(); i++) {
			assertThat(this.calls.send(Consume.of(this.wallet, i + 1).key(names.get(i))).replayed()).isTrue();
			assertThat(this.calls.send(Commit.of(this.wallet, names.get(i))).orElseThrow().charged()).isEqualTo(i + 1);
		}
	}

	private static List<String> byUtf8(List<String> names) {
		List<String> sorted = new ArrayList<>(names);
		sorted.sort(ReadsContract.BY_UTF8);
		return sorted;
	}

}
