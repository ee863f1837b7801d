package io.escrowmint.apikey;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.escrowmint.apikey.memory.MemoryApiKeyStore;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.StoreUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * API keys over a store that can go away, with a clock of the test's. Copies are brought
 * up to date when the test says so.
 */
class ApiKeysTests {

	private static final ApiKeyOptions BY_HAND = new ApiKeyOptions("em_", Duration.ofMinutes(59), Duration.ofHours(1));

	private static final Duration STALE = BY_HAND.maxStaleness().plusMillis(1);

	private final Time time = new Time();

	private final RemoteApiKeyStore store = new RemoteApiKeyStore(new MemoryApiKeyStore(() -> this.time.now));

	private final ApiKeys keys = instance();

	private final ApiKeys other = instance();

	@BeforeEach
	void start() {
		this.keys.start();
		this.other.start();
	}

	@AfterEach
	void stop() {
		this.keys.close();
		this.other.close();
	}

	@Test
	void issuedKeyIsAuthenticatedForItsWallet() {
		IssuedApiKey issued = this.keys.create("wallet", "label");
		assertThat(issued.secret()).matches("em_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}").contains(issued.key().id());
		assertThat(this.keys.authenticate(issued.secret())).contains(issued.key());
		assertThat(issued.key().wallet()).isEqualTo("wallet");
		assertThat(this.keys.create("wallet", "label").secret()).isNotEqualTo(issued.secret());
	}

	@Test
	void otherInstanceSeesAChangeWithItsNextRefresh() {
		IssuedApiKey issued = this.keys.create("wallet", "label");
		assertThat(this.other.authenticate(issued.secret())).isEmpty();
		refresh(this.other);
		assertThat(this.other.authenticate(issued.secret())).isPresent();
		this.keys.revoke(issued.key().id());
		assertThat(this.keys.authenticate(issued.secret())).isEmpty();
		refresh(this.other);
		assertThat(this.other.authenticate(issued.secret())).isEmpty();
	}

	@Test
	void authenticationAsksNoStore() {
		String secret = this.keys.create("wallet", "label").secret();
		int reads = this.store.reads();
		for (int call = 0; call < 1000; call++) {
			this.keys.authenticate(secret);
			this.keys.authenticate("nobody-has-this-one-" + call);
		}
		assertThat(this.store.reads()).isEqualTo(reads);
	}

	@ParameterizedTest
	@MethodSource
	void hostileTextIsNoKey(String secret) {
		this.keys.create(NewApiKey.of("wallet").secret("the-secret"));
		assertThat(this.keys.authenticate(secret)).isEmpty();
	}

	static Stream<String> hostileTextIsNoKey() {
		return Stream.of(null, "", " ", "\t", "\u0000", "\r\n", "the-secret ", " the-secret", "the-secret\r\n",
				"the-secret\u0000", "THE-SECRET", "the-secre", "the-secret-", "the\u2010secret", "the-secret\u200b",
				"\ud83d\ude00", "\ud83d", "a".repeat(513), "the-secret".repeat(1000), "%", "*", "wallet", "em_",
				"../..", "{\"$ne\":null}", "' OR ''='");
	}

	@Test
	void expiryCountsFromItsVeryMoment() {
		Instant expires = this.time.now.plusSeconds(60);
		String secret = this.keys.create(NewApiKey.of("wallet").expires(expires)).secret();
		this.time.pass(Duration.ofMillis(59_999));
		assertThat(this.keys.authenticate(secret)).isPresent();
		this.time.pass(Duration.ofMillis(1));
		assertThat(this.keys.authenticate(secret)).isEmpty();
		refresh(this.keys);
		assertThat(this.keys.authenticate(secret)).isEmpty();
	}

	@Test
	void bothKeysOfARotationAreUsableUntilItsOverlapEnds() {
		IssuedApiKey old = this.keys.create("wallet", "label");
		IssuedApiKey successor = this.keys.rotate(old.key().id(), Duration.ofSeconds(60)).orElseThrow();
		refresh(this.other);
		assertThat(this.other.authenticate(old.secret())).isPresent();
		assertThat(this.other.authenticate(successor.secret())).map(ApiKey::wallet).contains("wallet");
		this.time.pass(Duration.ofSeconds(60));
		assertThat(this.other.authenticate(old.secret())).isEmpty();
		assertThat(this.other.authenticate(successor.secret())).isPresent();
	}

	@Test
	void keyWhoseAnswerWasLostIsMadeOnceAllTheSame() {
		this.store.afterChanges(this::loseAnswer, this::loseAnswer);
		IssuedApiKey issued = this.keys.create("wallet", "label");
		assertThat(this.keys.authenticate(issued.secret())).contains(issued.key());
		assertThat(this.keys.list("wallet", 10, null).keys()).containsExactly(issued.key());
	}

	@Test
	void rotationWhoseAnswerWasLostIsMadeOnceAllTheSame() {
		IssuedApiKey old = this.keys.create("wallet", "label");
		this.store.afterChanges(this::loseAnswer, this::loseAnswer);
		IssuedApiKey successor = this.keys.rotate(old.key().id(), Duration.ofSeconds(60)).orElseThrow();
		assertThat(this.keys.authenticate(successor.secret())).contains(successor.key());
		assertThat(successor.key().expires()).isNull();
		assertThat(this.keys.list("wallet", 10, null).keys()).hasSize(2);
	}

	@Test
	void whatMayHaveBeenMadeStaysUnknownWhenTheStoreIsAwayAfterwards() {
		this.store.afterChanges(() -> {
			this.store.away(true);
			loseAnswer();
		});
		assertThatExceptionOfType(ApiKeyChangeUnknownException.class)
			.isThrownBy(() -> this.keys.create("wallet", "label"));
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.keys.create("wallet", "label"));
	}

	@Test
	void answersThatAreLostAgainAndAgainAreToldInTheEnd() {
		Runnable[] often = new Runnable[100];
		Arrays.fill(often, (Runnable) this::loseAnswer);
		this.store.afterChanges(often);
		assertThatExceptionOfType(ApiKeyChangeUnknownException.class)
			.isThrownBy(() -> this.keys.create("wallet", "label"));
		assertThat(this.keys.list("wallet", 10, null).keys()).hasSize(1);
	}

	@Test
	void copyThatIsTooOldAnswersNobodyUntilItCaughtUp() {
		String secret = this.keys.create("wallet", "label").secret();
		this.store.away(true);
		this.time.pass(BY_HAND.maxStaleness());
		assertThat(this.keys.authenticate(secret)).isPresent();
		this.time.pass(Duration.ofNanos(1));
		assertThat(this.keys.isAvailable()).isFalse();
		assertUnavailable(this.keys, secret);
		assertUnavailable(this.keys, "nobody-has-this-one");
		this.store.away(false);
		refresh(this.keys);
		assertThat(this.keys.authenticate(secret)).isPresent();
	}

	@Test
	void whatWasKnownLastCanBeAskedForDuringAnOutage() {
		String secret = this.keys.create("wallet", "label").secret();
		String ending = this.keys.create(NewApiKey.of("wallet").expires(this.time.now.plus(STALE))).secret();
		this.store.away(true);
		this.time.pass(STALE);
		assertUnavailable(this.keys, secret);
		assertThat(this.keys.lastKnown().authenticate(secret)).isPresent();
		assertThat(this.keys.lastKnown().authenticate(ending)).isEmpty();
		assertThat(this.keys.lastKnown().authenticate("nobody-has-this-one")).isEmpty();
		assertThat(this.keys.lastKnown().authenticate(null)).isEmpty();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> instance().lastKnown().authenticate(secret));
	}

	@Test
	void nothingIsAuthenticatedBeforeTheFirstLoad() {
		String secret = this.keys.create("wallet", "label").secret();
		this.store.away(true);
		ApiKeys late = instance();
		assertUnavailable(late, secret);
		late.start();
		assertUnavailable(late, secret);
		this.store.away(false);
		refresh(late);
		assertThat(late.authenticate(secret)).isPresent();
		late.close();
	}

	@Test
	void whatCannotBeAKeyIsToldApartEvenThen() {
		this.store.away(true);
		this.time.pass(STALE);
		assertThat(this.keys.authenticate(null)).isEmpty();
		assertThat(this.keys.authenticate(" ")).isEmpty();
	}

	@Test
	void keyThatWasRevokedAndPurgedWhileAnInstanceWasAwayIsGoneThere() {
		IssuedApiKey issued = this.keys.create("wallet", "label");
		IssuedApiKey kept = this.keys.create("wallet", "label");
		refresh(this.other);
		this.keys.revoke(issued.key().id());
		this.time.pass(Duration.ofSeconds(1));
		assertThat(this.keys.purge(this.time.now)).isEqualTo(1);
		assertThat(this.other.authenticate(issued.secret())).isPresent();
		refresh(this.other);
		assertThat(this.other.authenticate(issued.secret())).isEmpty();
		assertThat(this.other.authenticate(kept.secret())).isPresent();
	}

	@Test
	void expiredKeyThatWasPurgedIsForgottenWhateverTheClockSaysLater() {
		String secret = this.keys.create(NewApiKey.of("wallet").expires(this.time.now.plusSeconds(1))).secret();
		this.keys.create("wallet", "kept");
		refresh(this.other);
		this.time.pass(Duration.ofSeconds(2));
		assertThat(this.keys.purge(this.time.now)).isEqualTo(1);
		refresh(this.other);
		this.time.now = this.time.now.minusSeconds(2);
		refresh(this.other);
		assertThat(this.other.authenticate(secret)).isEmpty();
	}

	@Test
	void exportBeginsAnewWhenTheStoreForgetsInBetween() {
		this.store.restore(records(1500));
		MemoryApiKeyStore emptied = new MemoryApiKeyStore(() -> this.time.now);
		emptied.restore(records(3));
		this.store.afterReads(() -> this.store.replace(emptied));
		assertThat(this.keys.exportAll()).isEqualTo(records(3));
	}

	@Test
	void exportBringsNoKeyBackThatIsRevokedAndPurgedInBetween() {
		List<ApiKeyRecord> all = records(1500);
		this.store.restore(all);
		this.store.afterReads(() -> {
			this.keys.revoke(all.get(0).key().id());
			this.time.pass(Duration.ofSeconds(2));
			assertThat(this.keys.purge(this.time.now)).isEqualTo(1);
		});
		assertThat(this.keys.exportAll()).isEqualTo(all.subList(1, 1500));
	}

	@Test
	void exportOfAStoreThatForgetsAgainAndAgainFails() {
		MemoryApiKeyStore large = new MemoryApiKeyStore(() -> this.time.now);
		large.restore(records(1500));
		this.store.replace(large);
		MemoryApiKeyStore emptied = new MemoryApiKeyStore(() -> this.time.now);
		for (int round = 0; round < 50; round++) {
			this.store.afterReads(() -> this.store.replace(emptied), () -> this.store.replace(large));
		}
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(this.keys::exportAll);
	}

	@Test
	void keysMoveToAnotherStoreByTheirExport() {
		IssuedApiKey issued = this.keys.create("wallet", "label");
		IssuedApiKey revoked = this.keys.create("wallet", "label");
		this.keys.revoke(revoked.key().id());
		ApiKeys elsewhere = new ApiKeys(new MemoryApiKeyStore(() -> this.time.now), BY_HAND);
		assertThat(elsewhere.importAll(this.keys.exportAll())).isEqualTo(2);
		assertThat(elsewhere.authenticate(issued.secret())).contains(issued.key());
		assertThat(elsewhere.authenticate(revoked.secret())).isEmpty();
	}

	@Test
	void nothingThatIsPrintedShowsASecret() {
		NewApiKey request = NewApiKey.of("wallet").id("id").secret("the-secret");
		IssuedApiKey issued = this.keys.create(request);
		assertThat(issued.toString() + request + issued.key() + this.keys.authenticate("the-secret") + this.keys)
			.doesNotContain("the-secret");
		assertThat(this.keys.exportAll().toString()).doesNotContain("the-secret")
			.doesNotContain(Digest.of("the-secret").hash());
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> NewApiKey.of("wallet").secret("the secret"))
			.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("the secret"));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.keys.revoke("the+secret"))
			.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("the+secret"));
		assertThatExceptionOfType(ApiKeyConflictException.class)
			.isThrownBy(() -> this.keys.create(NewApiKey.of("other").secret("the-secret")))
			.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("the-secret")
				.doesNotContain(Digest.of("the-secret").hash()));
		this.time.pass(STALE);
		this.store.away(true);
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.keys.authenticate("the-secret"))
			.satisfies((ex) -> assertThat(ex.toString().toLowerCase(Locale.ROOT)).doesNotContain("the-secret"));
	}

	private void loseAnswer() {
		throw new ApiKeyChangeUnknownException("The answer was lost", null);
	}

	private List<ApiKeyRecord> records(int count) {
		return IntStream.range(0, count)
			.mapToObj((index) -> new ApiKeyRecord(
					new ApiKey("k" + index, "wallet", "", Instant.ofEpochMilli(1000), null, null),
					Digest.of("k" + index).hash()))
			.toList();
	}

	private ApiKeys instance() {
		return new ApiKeys(this.store, BY_HAND, () -> this.time.nanos);
	}

	private static void refresh(ApiKeys keys) {
		keys.stop();
		keys.start();
	}

	private static void assertUnavailable(ApiKeys keys, String secret) {
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> keys.authenticate(secret));
	}

	private static final class Time {

		private volatile Instant now = Instant.ofEpochMilli(1_800_000_000_000L);

		private volatile long nanos;

		private void pass(Duration time) {
			this.now = this.now.plus(time);
			this.nanos += time.toNanos();
		}

	}

}
