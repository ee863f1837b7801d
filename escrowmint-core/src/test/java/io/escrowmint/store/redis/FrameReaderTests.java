package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.escrowmint.model.Consume;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Refund;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;
import io.lettuce.core.Range;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Frames are read as the scripts write them, whole batches included; what is none is
 * refused.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrameReaderTests {

	private final Together together = Together.inOnePartition();

	private final OpenStore store = this.together.store();

	private byte[] frame = new byte[0];

	@BeforeAll
	void writeAFrame() {
		OpenStore.join(this.store.store().events().enable(true).toCompletableFuture());
		this.store.topUp("w", 100);
		CorruptStateTests
			.assertApplied(this.together
				.answers(Consume.of("w", 1).key("k").note("a note").requestId("request"),
						Reserve.of("w", 2, Duration.ofHours(1)).id("id"), Consume.of("w", 1_000).key("too much"))
				.get(0));
		this.frame = lastFrame("w");
	}

	private byte[] lastFrame(String wallet) {
		try (RawRedis raw = this.together.raw()) {
			return raw.commands()
				.xrevrange(raw.partition(wallet)[1], Range.unbounded())
				.get(0)
				.getBody()
				.values()
				.iterator()
				.next();
		}
	}

	@AfterAll
	void close() {
		this.together.close();
	}

	@Test
	void frameOfABatchTellsWhatWasAppliedAndNothingElse() {
		EventFrame read = FrameReader.read("1-0", this.frame);
		assertThat(read.events()).extracting(WalletEvent::type).containsExactly(EventType.CONSUMED, EventType.RESERVED);
		assertThat(read.events()).extracting(WalletEvent::after)
			.containsExactly(new Figures(99, 0, 0, 1, 100, 0), new Figures(97, 2, 0, 1, 100, 0));
		assertThat(List.of(read.events().get(1).seq())).containsExactly(read.events().get(0).seq() + 1);
	}

	@Test
	void snapshotOfALoneConsumeShowsTheOpenHolds() {
		try (OpenStore quiet = OpenStore.patient()) {
			EventLog log = quiet.store().events();
			for (int holds : new int[] { 0, 2, 20 }) {
				String wallet = "late " + holds;
				OpenStore.join(log.enable(false).toCompletableFuture());
				quiet.topUp(wallet, 100);
				quiet.hold(wallet, holds);
				OpenStore.join(log.enable(true).toCompletableFuture());
				quiet.apply(Consume.of(wallet, 1));
				List<WalletEvent> events = OpenStore
					.join(log.read(log.partitionOf(wallet), null, 100).toCompletableFuture())
					.stream()
					.flatMap((entry) -> entry.events().stream())
					.filter((event) -> event.wallet().equals(wallet))
					.toList();
				assertThat(events).extracting(WalletEvent::type)
					.containsExactly(EventType.SNAPSHOT, EventType.CONSUMED);
				assertThat(events.get(0).open()).hasSize(holds);
			}
		}
	}

	@Test
	void truncatedFrameIsRefused() {
		for (int length = 0; length < this.frame.length; length++) {
			byte[] part = Arrays.copyOf(this.frame, length);
			assertThatIllegalArgumentException().isThrownBy(() -> FrameReader.read("1-0", part));
		}
	}

	@Test
	void frameThatNamesAnImpossibleChargeIsRefused() {
		OpenStore.join(this.store.store().events().enable(true).toCompletableFuture());
		this.store.topUp("refunded", 10);
		this.store.apply(Consume.of("refunded", 5).key("the-charge"));
		this.store.apply(Refund.of("refunded", 5).ofConsume("the-charge"));
		byte[] refund = lastFrame("refunded");
		String text = new String(refund, StandardCharsets.ISO_8859_1);
		assertThat(FrameReader.read("1-0", refund).events()).hasSize(1);
		refund[text.indexOf("the-charge")] = 1;
		assertThatIllegalArgumentException().isThrownBy(() -> FrameReader.read("1-0", refund));
	}

	@Test
	void damagedFrameIsReadOrRefusedAndNothingElse() {
		Random random = new Random(2);
		for (int round = 0; round < 50_000; round++) {
			byte[] damaged = this.frame.clone();
			for (int hit = random.nextInt(3); hit >= 0; hit--) {
				damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
			}
			try {
				FrameReader.read("1-0", damaged);
			}
			catch (IllegalArgumentException ex) {
				// refused
			}
		}
	}

}
