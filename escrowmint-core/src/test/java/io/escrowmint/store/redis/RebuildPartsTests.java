package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Figures;
import io.escrowmint.store.OpenClaim;
import io.escrowmint.store.Rebuild;
import io.escrowmint.store.Rebuilt;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.WalletImage;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.ScriptOutputType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A rebuild that travels in parts: repeated, interrupted, and in competition.
 */
class RebuildPartsTests {

	private static final String WALLET = "large";

	private static final Instant EXPIRY = Instant.ofEpochMilli(System.currentTimeMillis()).plus(Duration.ofHours(1));

	private final Script script = Script.of("rebuild", ScriptLibrary.load("rebuild"));

	private OpenStore store;

	private RawRedis raw;

	@BeforeEach
	void open() {
		this.store = OpenStore.patient();
		this.raw = new RawRedis(TestRedis.shared().client(), this.store);
		this.store.topUp(WALLET, 5);
		this.store.hold(WALLET, 2);
		OpenStore.join(this.store.store().recovery().fence(WALLET, "test").toCompletableFuture());
	}

	@AfterEach
	void close() {
		this.raw.close();
		this.store.close();
	}

	@Test
	void aPartThatComesTwiceCountsOnce() {
		for (byte[][] part : parts(rebuild("a", 2500))) {
			String answer = send(part);
			assertThat(send(part)).isIn(answer, "S");
		}
		assertThat(image().open()).hasSize(2500);
		assertThat(this.store.figures(WALLET)).isEqualTo(new Figures(0, 2500, 0, 0, 2500, 0));
	}

	@Test
	void theLastOfTwoRebuildsThatBeganIsDone() {
		List<byte[][]> one = parts(rebuild("a", 1500));
		List<byte[][]> other = parts(rebuild("b", 1600));
		assertThat(send(one.get(0))).isEqualTo("P");
		assertThat(send(other.get(0))).isEqualTo("P");
		assertThat(send(one.get(1))).isEqualTo("T");
		assertThat(send(other.get(1))).isEqualTo("D");
		assertThat(send(one.get(0))).isEqualTo("S");
		assertThat(image().open()).hasSize(1600).allMatch((claim) -> claim.id().startsWith("b"));
	}

	@Test
	void anInterruptedRebuildLeavesTheWalletAsItWas() {
		WalletImage before = image();
		send(parts(rebuild("a", 1500)).get(0));
		assertThat(image()).isEqualTo(before);
		OpenStore.join(this.store.store().recovery().unfence(WALLET).toCompletableFuture());
		assertThat(this.store.apply(Cancel.of(WALLET, "hold-0")).applied()).isTrue();
		assertThat(this.store.figures(WALLET)).isEqualTo(new Figures(4, 1, 0, 0, 5, 0));
	}

	@Test
	void whatDoesNotAddUpIsRefusedByTheScriptToo() {
		WalletImage before = image();
		byte[][] part = parts(rebuild("a", 10)).get(0);
		byte[][] unlawful = part.clone();
		unlawful[11] = KeySpace.utf8("1");
		assertThat(send(unlawful)).contains("conservation law");
		byte[][] unsound = part.clone();
		unsound[11] = KeySpace.utf8("1");
		unsound[12] = KeySpace.utf8("9");
		assertThat(send(unsound)).contains("do not come to the figures");
		assertThat(image()).isEqualTo(before);
	}

	@Test
	void aHundredThousandHoldsAreRebuilt() {
		Rebuild rebuild = rebuild("a", 100_000);
		assertThat(OpenStore.join(this.store.store().recovery().rebuild(rebuild).toCompletableFuture()).outcome())
			.isEqualTo(Rebuilt.Outcome.DONE);
		assertThat(image().open()).isEqualTo(rebuild.image().open());
		assertThat(this.store.apply(Cancel.of(WALLET, "a099999")).applied()).isTrue();
		assertThat(this.store.figures(WALLET)).isEqualTo(new Figures(1, 99_999, 0, 0, 100_000, 0));
	}

	private Rebuild rebuild(String prefix, int holds) {
		List<OpenClaim> open = IntStream.range(0, holds)
			.<OpenClaim>mapToObj((i) -> new OpenClaim.Hold(prefix + "%06d".formatted(i), true, 1, EXPIRY, null))
			.toList();
		WalletImage old = image();
		WalletImage image = new WalletImage(WALLET, WalletImage.Status.PRESENT, null, old.epoch(), old.seq(),
				old.changedAt(), new Figures(0, holds, 0, 0, holds, 0), open, List.of(), false);
		return new Rebuild(image, old.epoch(), old.seq(), Figures.ZERO, null);
	}

	private static List<byte[][]> parts(Rebuild rebuild) {
		List<byte[][]> parts = new ArrayList<>();
		new RebuildParts(rebuild, StoreOptions.DEFAULTS).forEach(parts::add);
		return parts;
	}

	private String send(byte[][] part) {
		byte[][] keys = WalletKeys.of(this.store.keys(), WALLET).forRebuild();
		List<Object> reply = this.raw.commands().eval(this.script.text(), ScriptOutputType.MULTI, keys, part);
		return new String((byte[]) reply.get(0), StandardCharsets.UTF_8);
	}

	private WalletImage image() {
		return OpenStore.join(this.store.store().recovery().image(WALLET).toCompletableFuture());
	}

}
