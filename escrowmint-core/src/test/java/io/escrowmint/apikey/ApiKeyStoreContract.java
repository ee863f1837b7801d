package io.escrowmint.apikey;

import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What every store of API keys does. Each test begins with an empty store.
 */
@Timeout(60)
public abstract class ApiKeyStoreContract {

	private ApiKeyStore store;

	/**
	 * Opens a store that is empty.
	 */
	protected abstract ApiKeyStore newStore();

	@BeforeEach
	void open() {
		this.store = newStore();
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void createdKeyIsFoundAsItWasMade() {
		Instant expires = now().plusSeconds(60);
		ApiKeyRecord made = this.store
			.apply(new ApiKeyChange.Create("a", hash("a"), "wallet:{1}%*", "Grüße \uD83D\uDE00", expires))
			.orElseThrow();
		assertThat(made.key())
			.isEqualTo(new ApiKey("a", "wallet:{1}%*", "Grüße \uD83D\uDE00", made.key().created(), expires, null));
		assertThat(made.hash()).isEqualTo(hash("a"));
		assertThat(made.key().created()).isBetween(now().minusSeconds(60), now());
		assertThat(this.store.find("a")).contains(made);
		assertThat(this.store.find("b")).isEmpty();
	}

	@Test
	void creatingTheSameKeyAgainAnswersTheFirst() {
		ApiKeyRecord first = create("a", "wallet");
		long version = changes(0).version();
		assertThat(this.store.apply(new ApiKeyChange.Create("other-id", hash("a"), "wallet", "other", null)))
			.contains(first);
		assertThat(changes(0).version()).isEqualTo(version);
	}

	@Test
	void takenIdOrHashIsARefusalThatChangesNothing() {
		ApiKeyRecord first = create("a", "wallet");
		assertThat(this.store.apply(new ApiKeyChange.Create("a", hash("b"), "wallet", "", null))).isEmpty();
		assertThat(this.store.apply(new ApiKeyChange.Create("b", hash("a"), "other", "", null))).isEmpty();
		assertThat(this.store.find("a")).contains(first);
		assertThat(changes(0).records()).containsExactly(first);
	}

	@Test
	void rotatedKeyEndsAfterTheOverlapAndItsSuccessorDoesNot() {
		Instant later = now().plusSeconds(3600);
		this.store.apply(new ApiKeyChange.Create("a", hash("a"), "wallet", "label", later));
		ApiKeyRecord successor = rotate("a", "b", Duration.ofSeconds(60), null).orElseThrow();
		assertThat(successor.key())
			.isEqualTo(new ApiKey("b", "wallet", "label", successor.key().created(), later, null));
		assertThat(key("a").expires()).isEqualTo(successor.key().created().plusSeconds(60));
		assertThat(rotate("a", "b", Duration.ofSeconds(60), null)).contains(successor);
		assertThat(changes(0).records()).hasSize(2);
	}

	@Test
	void rotationNeverMakesTheOldKeyLiveLonger() {
		Instant soon = now().plusSeconds(30);
		Instant later = now().plusSeconds(3600);
		this.store.apply(new ApiKeyChange.Create("a", hash("a"), "wallet", "label", soon));
		assertThat(rotate("a", "b", Duration.ofDays(1), later).orElseThrow().key().expires()).isEqualTo(later);
		assertThat(key("a").expires()).isEqualTo(soon);
	}

	@Test
	void rotationWithoutOverlapEndsTheOldKeyAtOnce() {
		create("a", "wallet");
		assertThat(rotate("a", "b", Duration.ZERO, null)).isPresent();
		assertThat(key("a").isUsableAt(now())).isFalse();
	}

	@Test
	void whatHasEndedIsNeitherRotatedNorRevived() {
		create("revoked", "wallet");
		this.store.apply(new ApiKeyChange.Revoke("revoked"));
		this.store.apply(new ApiKeyChange.Create("expired", hash("expired"), "wallet", "", now().plusMillis(100)));
		await().pollInterval(Duration.ofMillis(20)).until(() -> !key("expired").isUsableAt(now()));
		for (String id : List.of("revoked", "expired", "unknown")) {
			assertThat(rotate(id, "new-" + id, Duration.ofHours(1), null)).as(id).isEmpty();
			assertThat(this.store.apply(new ApiKeyChange.ExpireAt(id, now().plusSeconds(60)))).as(id).isEmpty();
			assertThat(this.store.apply(new ApiKeyChange.ExpireAt(id, null))).as(id).isEmpty();
		}
	}

	@Test
	void whatWasRevokedByAClockThatWentAheadIsNotRevivedEither() {
		ApiKey revoked = new ApiKey("a", "wallet", "", now(), null, now().plusSeconds(3600));
		this.store.restore(List.of(new ApiKeyRecord(revoked, hash("a"))));
		assertThat(rotate("a", "b", Duration.ofHours(1), null)).isEmpty();
		assertThat(this.store.apply(new ApiKeyChange.ExpireAt("a", null))).isEmpty();
		assertThat(key("a")).isEqualTo(revoked);
	}

	@Test
	void revokedKeyStaysRevokedSinceTheFirstTime() {
		create("a", "wallet");
		Instant revoked = this.store.apply(new ApiKeyChange.Revoke("a")).orElseThrow().key().revoked();
		assertThat(revoked).isNotNull();
		await().pollInterval(Duration.ofMillis(2)).until(() -> now().isAfter(revoked));
		assertThat(this.store.apply(new ApiKeyChange.Revoke("a")).orElseThrow().key().revoked()).isEqualTo(revoked);
		assertThat(this.store.apply(new ApiKeyChange.Revoke("unknown"))).isEmpty();
		assertThat(this.store.apply(new ApiKeyChange.Create("a", hash("a"), "wallet", "", null))
			.orElseThrow()
			.key()
			.revoked()).isEqualTo(revoked);
	}

	@Test
	void labelAndExpiryChange() {
		create("a", "wallet");
		assertThat(this.store.apply(new ApiKeyChange.Relabel("a", "new")).orElseThrow().key().label()).isEqualTo("new");
		assertThat(this.store.apply(new ApiKeyChange.Relabel("unknown", "new"))).isEmpty();
		Instant expires = now().plusSeconds(60);
		this.store.apply(new ApiKeyChange.ExpireAt("a", expires));
		assertThat(key("a").expires()).isEqualTo(expires);
		this.store.apply(new ApiKeyChange.ExpireAt("a", null));
		assertThat(key("a")).isEqualTo(new ApiKey("a", "wallet", "new", key("a").created(), null, null));
	}

	@Test
	void keysAreListedByWalletAndPage() {
		for (String wallet : List.of("w", "wa", "w:")) {
			IntStream.range(0, 5).forEach((index) -> create(index + "-" + Math.abs(wallet.hashCode()), wallet));
		}
		List<ApiKey> listed = new ArrayList<>();
		String after = null;
		do {
			ApiKeyPage page = this.store.list("w", 2, after);
			assertThat(page.keys()).hasSizeBetween(1, 2);
			listed.addAll(page.keys());
			after = page.next();
		}
		while (after != null);
		assertThat(listed).hasSize(5).allMatch((key) -> key.wallet().equals("w"));
		assertThat(listed).extracting(ApiKey::id).isSorted();
		assertThat(this.store.list("w", 5, null).next()).isNull();
		assertThat(this.store.list("nobody", 5, null).keys()).isEmpty();
	}

	@Test
	void changesComeInTheirOrderAndEachKeyOnce() {
		IntStream.range(0, 5).forEach((index) -> create("k" + index, "wallet"));
		ApiKeyChanges first = this.store.changes(0, 2);
		assertThat(ids(first)).containsExactly("k0", "k1");
		assertThat(first.more()).isTrue();
		this.store.apply(new ApiKeyChange.Revoke("k0"));
		this.store.apply(new ApiKeyChange.Revoke("k2"));
		ApiKeyChanges rest = changes(first.position());
		assertThat(ids(rest)).containsExactly("k3", "k4", "k0", "k2");
		assertThat(rest.more()).isFalse();
		assertThat(rest.position()).isEqualTo(rest.version());
		assertThat(changes(rest.position()).records()).isEmpty();
		assertThat(rest.epoch()).isEqualTo(first.epoch());
	}

	@Test
	void versionsThatWereGivenAreKnownAndOthersAreNot() {
		assertThat(changes(0).known()).isTrue();
		assertThat(changes(1).known()).isFalse();
		create("a", "wallet");
		long first = changes(0).version();
		assertThat(changes(first).known()).isTrue();
		assertThat(changes(first + 1).known()).isFalse();
		create("b", "wallet");
		assertThat(changes(first).known()).isTrue();
		this.store.apply(new ApiKeyChange.Revoke("a"));
		assertThat(changes(first).known()).isTrue();
		long revoked = changes(0).version();
		create("c", "wallet");
		await().pollInterval(Duration.ofMillis(2)).until(() -> this.store.purge(now()) == 1);
		assertThat(changes(revoked).known()).isTrue();
		assertThat(changes(changes(0).version()).known()).isTrue();
		assertThat(changes(0).known()).isTrue();
	}

	@Test
	void versionsThatManyChangesHaveReplacedAreStillKnown() {
		List<String> ids = IntStream.range(0, 100).mapToObj((index) -> "k" + index).toList();
		ids.forEach((id) -> create(id, "wallet"));
		List<Long> positions = new ArrayList<>();
		for (String id : ids) {
			this.store.apply(new ApiKeyChange.Relabel(id, "first"));
			positions.add(changes(Long.MAX_VALUE >> 11).version());
			this.store.apply(new ApiKeyChange.Relabel(id, "second"));
		}
		assertThat(positions).allMatch((position) -> changes(position).known());
		assertThat(ids(changes(positions.get(0)))).containsExactlyElementsOf(ids);
		assertThat(ids(changes(positions.get(99)))).containsExactly("k99");
	}

	@Test
	void versionThatWasNeverGivenIsUnknownHoweverManyWereReplaced() {
		create("a", "wallet");
		for (int change = 0; change < 100; change++) {
			this.store.apply(new ApiKeyChange.Relabel("a", "label " + change));
			assertThat(changes(changes(0).version() + 1).known()).isFalse();
		}
	}

	@Test
	void exportedRecordsAreRestoredAsTheyWere() {
		create("a", "wallet");
		this.store.apply(new ApiKeyChange.Create("b", hash("b"), "wallet", "label", now().plusSeconds(60)));
		this.store.apply(new ApiKeyChange.Revoke("a"));
		List<ApiKeyRecord> exported = changes(0).records();
		StringBuilder lines = new StringBuilder();
		ApiKeyLines.write(exported, lines);
		assertThat(ApiKeyLines.read(new StringReader(lines.toString()))).containsExactlyElementsOf(exported);
		ApiKeyStore other = newStore();
		assertThat(other.restore(exported)).isEqualTo(2);
		assertThat(other.restore(exported)).isZero();
		assertThat(other.changes(0, 10).records()).containsExactlyElementsOf(exported);
		assertThat(other.list("wallet", 10, null).keys()).hasSize(2);
		assertThat(other.restore(List.of())).isZero();
		other.close();
	}

	@Test
	void onlyWhatHasEndedIsPurgedAndReadersAreTold() {
		create("a", "wallet");
		create("b", "wallet");
		this.store.apply(new ApiKeyChange.Create("c", hash("c"), "wallet", "", now().plusSeconds(60)));
		this.store.apply(new ApiKeyChange.Revoke("a"));
		long revoked = changes(0).version();
		assertThat(this.store.purge(now().minusSeconds(60))).isZero();
		await().pollInterval(Duration.ofMillis(2)).until(() -> this.store.purge(now().plusSeconds(3600)) == 1);
		assertThat(ids(changes(0))).containsExactly("b", "c");
		assertThat(this.store.find("a")).isEmpty();
		assertThat(this.store.list("wallet", 10, null).keys()).hasSize(2);
		assertThat(changes(0).purged()).isEqualTo(revoked);
		assertThat(this.store.apply(new ApiKeyChange.Create("a", hash("a"), "other", "", null))).isPresent();
	}

	@Test
	void purgeTakesAnyTime() {
		create("a", "wallet");
		this.store.apply(new ApiKeyChange.Revoke("a"));
		assertThat(this.store.purge(Instant.MIN)).isZero();
		await().pollInterval(Duration.ofMillis(2)).until(() -> this.store.purge(Instant.MAX) == 1);
	}

	@Test
	void purgeWalksThroughAllKeys() {
		List<ApiKeyRecord> records = IntStream.range(0, 1500).mapToObj((index) -> {
			Instant created = Instant.ofEpochMilli(1000);
			return new ApiKeyRecord(
					new ApiKey("k" + index, "w" + index % 3, "", created, null, (index % 2 == 0) ? created : null),
					hash("k" + index));
		}).toList();
		assertThat(this.store.restore(records)).isEqualTo(1500);
		assertThat(this.store.purge(now())).isEqualTo(750);
		assertThat(this.store.changes(0, 1000).records()).hasSize(750)
			.allMatch((entry) -> entry.key().revoked() == null);
	}

	@Test
	void oneOfManyRotationsUnderOneIdWins() throws Exception {
		create("a", "wallet");
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Callable<Optional<ApiKeyRecord>>> calls = IntStream.range(0, 4)
				.<Callable<Optional<ApiKeyRecord>>>mapToObj((index) -> () -> this.store
					.apply(new ApiKeyChange.Rotate("a", "b", hash("b" + index), Duration.ofSeconds(60), null)))
				.toList();
			long won = 0;
			for (var result : threads.invokeAll(calls)) {
				won += result.get().isPresent() ? 1 : 0;
			}
			assertThat(won).isEqualTo(1);
		}
		finally {
			threads.shutdown();
		}
	}

	protected static String newPrefix() {
		return "test-" + UUID.randomUUID();
	}

	private Instant now() {
		return changes(Long.MAX_VALUE >> 11).time();
	}

	private ApiKeyChanges changes(long after) {
		return this.store.changes(after, 100);
	}

	private static List<String> ids(ApiKeyChanges changes) {
		return changes.records().stream().map((entry) -> entry.key().id()).toList();
	}

	private ApiKey key(String id) {
		return this.store.find(id).orElseThrow().key();
	}

	private ApiKeyRecord create(String id, String wallet) {
		return this.store.apply(new ApiKeyChange.Create(id, hash(id), wallet, "", null)).orElseThrow();
	}

	private Optional<ApiKeyRecord> rotate(String id, String newId, Duration overlap, Instant expires) {
		return this.store.apply(new ApiKeyChange.Rotate(id, newId, hash(newId), overlap, expires));
	}

	private static String hash(String secret) {
		return Digest.of(secret).hash();
	}

}
