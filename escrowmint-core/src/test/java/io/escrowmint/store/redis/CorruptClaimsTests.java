package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;

import io.escrowmint.model.Bytes;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.CorruptStateException;
import io.escrowmint.model.Extend;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.Reserve;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds that spilled out of the state, and the records of finished ones, may be lost or
 * damaged one by one. What is damaged answers so; what is not keeps working.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorruptClaimsTests {

	private static final String SPILLED = "hold-18";

	private static final Duration EXPIRING = Duration.ofMillis(500);

	private final Together together = Together.inOnePartition();

	private final OpenStore store = this.together.store();

	private final RawRedis raw = this.together.raw();

	private int wallets;

	@AfterAll
	void close() {
		this.raw.close();
		this.together.close();
	}

	@Test
	void spilledHoldOfALostHashIsCorruptAndNotUnknown() {
		wallet("no hash", 20);
		this.raw.commands().del(this.raw.claims("no hash"));
		List<String> before = this.raw.everythingOf("no hash");
		assertThat(this.together.oneByOne(Commit.of("no hash", SPILLED), Cancel.of("no hash", SPILLED),
				Extend.of("no hash", SPILLED, Duration.ofHours(2)), new Query.OfReservation("no hash", SPILLED)))
			.allSatisfy(CorruptStateTests::assertCorrupt);
		assertThat(this.raw.everythingOf("no hash")).isEqualTo(before);
		assertThat(this.raw.isQuarantined("no hash")).isTrue();
		CorruptStateTests.assertApplied(this.store.apply(Commit.of("no hash", "hold-0")),
				this.store.apply(Consume.of("no hash", 1)));
	}

	@Test
	void expiredHoldsOfALostHashStayHeldAndAreReported() {
		for (boolean alsoTheSet : new boolean[] { false, true }) {
			String wallet = expiringWallet(20);
			this.raw.commands().del(this.raw.claims(wallet));
			if (alsoTheSet) {
				this.raw.commands().del(this.raw.expiry(wallet));
			}
			List<String> before = this.raw.everythingOf(wallet);
			CorruptStateTests.assertCorrupt(
					Awaitility.await().until(() -> this.together.oneByOne(Consume.of(wallet, 1)).get(0), (answer) -> {
						boolean corrupt = answer instanceof CorruptStateException;
						assertThat(corrupt || answer instanceof Outcome).isTrue();
						return corrupt;
					}));
			assertThat(this.together.oneByOne(new Query.OfWallet(wallet))).allSatisfy(CorruptStateTests::assertCorrupt);
			assertThat(this.raw.everythingOf(wallet).subList(1, 3)).isEqualTo(before.subList(1, 3));
			assertThat(this.raw.isQuarantined(wallet)).isTrue();
		}
	}

	@Test
	void noCommandOfABatchRunsOnWhatCouldNotBeReclaimed() {
		String wallet = expiringWallet(20);
		long expired = this.raw.now() + EXPIRING.toMillis();
		this.raw.commands().del(this.raw.claims(wallet));
		Awaitility.await().until(() -> this.raw.now() >= expired);
		List<String> before = this.raw.everythingOf(wallet);
		assertThat(this.together.answers(new Query.OfWallet(wallet), new Query.OfWallet(wallet),
				Consume.of(wallet, 1).key("k"), Consume.of(wallet, 1).key("l")))
			.allSatisfy(CorruptStateTests::assertCorrupt);
		assertThat(this.raw.everythingOf(wallet)).isEqualTo(before);
	}

	@Test
	void unreadableHoldThatHasExpiredBlocksNoOther() {
		String wallet = expiringWallet(17);
		this.raw.commands().hset(this.raw.claims(wallet), RawRedis.bytes("hhold-16"), RawRedis.bytes("garbage"));
		// the others may have expired before it
		Awaitility.await().until(() -> this.store.figures(wallet).held() == 1 && this.raw.isQuarantined(wallet));
		for (int hold = 0; hold < 2; hold++) {
			CorruptStateTests
				.assertApplied(this.store.apply(Reserve.of(wallet, 1, Duration.ofMillis(1)).id("later " + hold)));
			Awaitility.await().until(() -> this.store.figures(wallet).held() == 1);
		}
		CorruptStateTests.assertApplied(this.store.apply(Consume.of(wallet, 16)));
		CorruptStateTests.assertCorrupt(this.together.oneByOne(Commit.of(wallet, "hold-16")).get(0));
	}

	@Test
	void readableHoldsOfALostSetAreReported() {
		String wallet = expiringWallet(20);
		this.raw.commands().hset(this.raw.claims(wallet), RawRedis.bytes("hhold-16"), RawRedis.bytes("garbage"));
		this.raw.commands().del(this.raw.expiry(wallet));
		Awaitility.await()
			.until(() -> this.together.oneByOne(new Query.OfWallet(wallet)).get(0),
					CorruptStateException.class::isInstance);
		assertThat(this.together.oneByOne(CorruptStateTests.everyKindOfRequest(wallet)))
			.allSatisfy(CorruptStateTests::assertCorrupt);
	}

	@Test
	void unreadableHoldBlocksNoOther() {
		wallet("one unreadable", 20);
		this.raw.commands()
			.hset(this.raw.claims("one unreadable"), RawRedis.bytes("h" + SPILLED), RawRedis.bytes("garbage"));
		List<Object> answers = this.together.answers(Commit.of("one unreadable", SPILLED),
				Commit.of("one unreadable", "hold-17"), Cancel.of("one unreadable", "hold-1"),
				Cancel.of("one unreadable", SPILLED));
		CorruptStateTests.assertCorrupt(answers.get(0));
		CorruptStateTests.assertApplied(answers.get(1), answers.get(2));
		CorruptStateTests.assertCorrupt(answers.get(3));
		assertThat(this.store.figures("one unreadable").held()).isEqualTo(18);
		assertThat(this.store.figures("one unreadable").spent()).isEqualTo(1);
		assertThat(this.raw.isQuarantined("one unreadable")).isTrue();
	}

	@Test
	void memberWithoutARecordHidesNoExpiredHold() {
		String wallet = expiringWallet(300);
		for (int index = 0; index < 30; index++) {
			this.raw.commands().zadd(this.raw.expiry(wallet), 1, RawRedis.bytes("hnobody" + index));
		}
		Awaitility.await()
			.atMost(OpenStore.PATIENCE)
			.until(() -> this.store.figures(wallet).held() == 0 && this.store.figures(wallet).available() == 300);
		assertThat(this.store.apply(Consume.of(wallet, 300)).applied()).isTrue();
		assertThat(this.raw.commands().exists(this.raw.expiry(wallet))).isZero();
	}

	@Test
	void unreadableHttpRecordStopsNeitherCommitNorCancelNorExpiry() {
		this.store.topUp("http", 100);
		for (String id : List.of("commit", "cancel", "expire")) {
			Duration ttl = id.equals("expire") ? Duration.ofMillis(1) : Duration.ofHours(1);
			CorruptStateTests.assertApplied(this.store
				.apply(Reserve.of("http", 1, ttl).id(id).http(new HttpClaim("key of " + id, Bytes.of(new byte[32])))));
			this.raw.commands()
				.hset(this.raw.partition("http")[3], RawRedis.bytes("h4:http" + "key of " + id),
						RawRedis.bytes("garbage"));
		}
		CorruptStateTests.assertApplied(this.store.apply(Commit.of("http", "commit").response(Bytes.of((byte) 7))),
				this.store.apply(Cancel.of("http", "cancel")));
		Awaitility.await().until(() -> this.store.figures("http").held() == 0);
		assertThat(this.store.figures("http").available()).isEqualTo(99);
		assertThat(this.store.apply(Commit.of("http", "expire")).refusal())
			.containsInstanceOf(Refusal.ReservationExpired.class);
	}

	@Test
	void unreadableRecordIsNeverTakenForANewKey() {
		this.store.topUp("record", 100);
		this.raw.commands()
			.hset(this.raw.partition("record")[3], RawRedis.bytes("o6:recordkey"), RawRedis.bytes("garbage"));
		this.raw.commands()
			.hset(this.raw.partition("record")[3], RawRedis.bytes("r6:recordid"), RawRedis.bytes("garbage"));
		List<Object> answers = this.together.answers(Consume.of("record", 1).key("key"), Consume.of("record", 1),
				Reserve.of("record", 1, Duration.ofHours(1)).id("id"), Consume.of("record", 1).key("other"));
		CorruptStateTests.assertCorrupt(answers.get(0));
		CorruptStateTests.assertApplied(answers.get(1), answers.get(3));
		CorruptStateTests.assertCorrupt(answers.get(2));
		assertThat(this.store.figures("record").available()).isEqualTo(98);
	}

	@Test
	void garbageForTheBirthOfAGenerationLosesNoRecord() {
		try (Together fresh = Together.inOnePartition(); RawRedis keys = fresh.raw()) {
			fresh.store().topUp("birth", 100);
			keys.commands().hset(keys.partition("birth")[3], new byte[0], RawRedis.bytes("garbage"));
			assertThat(fresh.store().apply(Consume.of("birth", 1).key("k")).replayed()).isFalse();
			assertThat(fresh.store().apply(Consume.of("birth", 1).key("k")).replayed()).isTrue();
			assertThat(keys.commands().pttl(keys.partition("birth")[3])).isPositive();
		}
	}

	@Test
	void holdLargerThanAllThatIsHeldIsNeverGivenBack() {
		String wallet = expiringWallet(3);
		this.raw.commands()
			.set(this.raw.state(wallet),
					StateBytes.lawful()
						.figures(9L, 1L, 0L, 0L, 10L, 0L)
						.field(StateBytes.DUE, 1L)
						.field(StateBytes.HOLDS, 2L)
						.tail(0x94, 0xA1 + 1, 'h', 'a', 0x93, 0, 1, 1, 0xA1 + 1, 'h', 'b', 0x93, 0, 5, 2)
						.bytes());
		List<String> before = this.raw.everythingOf(wallet);
		assertThat(this.together.answers(Consume.of(wallet, 1), Consume.of(wallet, 1).key("k")))
			.allSatisfy(CorruptStateTests::assertCorrupt);
		assertThat(this.together.answers(Commit.of(wallet, "a"), new Query.OfWallet(wallet)))
			.allSatisfy(CorruptStateTests::assertCorrupt);
		assertThat(this.raw.everythingOf(wallet)).isEqualTo(before);
		assertThat(this.raw.isQuarantined(wallet)).isTrue();
	}

	private void wallet(String wallet, int holds) {
		this.store.topUp(wallet, 100);
		this.store.hold(wallet, holds);
	}

	/**
	 * Fills a wallet with holds of one credit that expire soon, of which all were there
	 * at once: a machine that stands still between two of them begins again.
	 * @return the wallet
	 */
	private String expiringWallet(int holds) {
		String wallet = "expiring-" + this.wallets++;
		this.store.topUp(wallet, holds);
		Reserve[] reserves = new Reserve[holds];
		for (int index = 0; index < holds; index++) {
			reserves[index] = Reserve.of(wallet, 1, EXPIRING).id("hold-" + index);
		}
		CorruptStateTests.assertApplied(this.together.answers((Object[]) reserves).toArray());
		return (this.store.figures(wallet).held() == holds) ? wallet : expiringWallet(holds);
	}

}
