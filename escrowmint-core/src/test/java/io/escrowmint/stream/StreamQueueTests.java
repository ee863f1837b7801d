package io.escrowmint.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.FlakyProxy;
import io.escrowmint.testing.FreePorts;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.escrowmint.stream.StreamRig.QUICK;
import static io.escrowmint.stream.StreamRig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A queue whose messages are fetched and acknowledged by hand.
 */
@Timeout(60)
class StreamQueueTests {

	private static final Duration SHORT = Duration.ofMillis(200);

	private static final Duration LONG = Duration.ofSeconds(10);

	private final StreamRig rig = StreamRig.shared();

	private final StreamQueue<Numeral> queue = queue();

	private StreamQueue<Numeral> queue() {
		return this.rig.streams().queue(this.rig.in(), "g", Numeral.class, QUICK);
	}

	@AfterEach
	void close() throws Exception {
		this.queue.close();
		this.rig.close();
	}

	private long pending() {
		return this.rig.redis().xpending(this.rig.in(), "g").getCount();
	}

	@Test
	void messageIsReceivedOnceAndGoneWhenItIsAcknowledged() {
		String id = this.queue.enqueue(new Numeral(7));
		QueuedMessage<Numeral> message = this.queue.receive(LONG).orElseThrow();
		assertThat(message.message()).isEqualTo(new Numeral(7));
		assertThat(message.delivery().deliveries()).isEqualTo(1);
		assertThat(message.delivery().message().position().entry()).isEqualTo(id);
		assertThat(pending()).isEqualTo(1);
		assertThat(message.acknowledge()).isTrue();
		assertThat(message.acknowledge()).isFalse();
		assertThat(pending()).isZero();
		assertThat(this.queue.receive(SHORT)).isEmpty();
	}

	@Test
	void receiveWaitsForAMessageButNotForEver() {
		CompletableFuture<Numeral> received = CompletableFuture
			.supplyAsync(() -> this.queue.receive(LONG).orElseThrow().message());
		CompletableFuture.delayedExecutor(150, TimeUnit.MILLISECONDS).execute(() -> this.queue.enqueue(new Numeral(1)));
		assertThat(received).succeedsWithin(LONG).isEqualTo(new Numeral(1));
		long began = System.nanoTime();
		assertThat(this.queue.receive(SHORT)).isEmpty();
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(SHORT, SHORT.plusSeconds(30));
	}

	@Test
	void iterationEndsWhenTheQueueIsIdle() {
		for (int number = 1; number <= 5; number++) {
			this.queue.enqueue(new Numeral(number));
		}
		List<Long> seen = new ArrayList<>();
		for (QueuedMessage<Numeral> message : this.queue.messages(SHORT)) {
			seen.add(message.message().value());
			message.acknowledge();
		}
		assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L);
	}

	@Test
	void releasedMessageComesAgainAtOnceAndIsDeadLetteredWhenItCameTooOften() {
		this.queue.enqueue(new Numeral(1));
		for (int delivery = 1; delivery <= 3; delivery++) {
			QueuedMessage<Numeral> message = this.queue.receive(LONG).orElseThrow();
			assertThat(message.delivery().deliveries()).isEqualTo(delivery);
			assertThat(message.release()).isTrue();
		}
		await().until(() -> {
			assertThat(this.queue.receive(SHORT)).isEmpty();
			return this.rig.streams().deadLetters(this.rig.in(), "g").list(null, 10).size() == 1;
		});
		assertThat(pending()).isZero();
	}

	@Test
	void messageThatIsNotAcknowledgedComesToAnotherConsumer() {
		this.queue.enqueue(new Numeral(1));
		QueuedMessage<Numeral> lost = this.queue.receive(LONG).orElseThrow();
		try (StreamQueue<Numeral> other = queue()) {
			QueuedMessage<Numeral> found = other.receive(LONG).orElseThrow();
			assertThat(found.delivery().deliveries()).isEqualTo(2);
			assertThat(lost.release()).isFalse();
			assertThat(found.acknowledge()).isTrue();
			assertThat(lost.acknowledge()).isFalse();
		}
	}

	@Test
	void closedQueueLeavesItsMessagesToOthers() {
		StreamQueue<Numeral> first = queue();
		this.queue.enqueue(new Numeral(1));
		assertThat(first.receive(LONG)).isPresent();
		first.close();
		first.close();
		assertThat(this.queue.receive(LONG)).isPresent();
	}

	@Test
	void malformedMessageIsDeadLetteredAndTheNextReceived() {
		this.rig.addPayload("no json");
		this.queue.enqueue(new Numeral(2));
		assertThat(this.queue.receive(LONG))
			.hasValueSatisfying((message) -> assertThat(message.message()).isEqualTo(new Numeral(2)));
		assertThat(this.rig.streams().deadLetters(this.rig.in(), "g").list(null, 10)).hasSize(1);
	}

	@Test
	void messageThatAReplicaRefusesIsSaidNotToBeAdded() throws Exception {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start();
				StreamRig far = StreamRig.on(redis.connectionFactory(), redis.client());
				StreamQueue<Numeral> queue = far.streams().queue(far.in(), "g", Numeral.class, QUICK)) {
			queue.enqueue(new Numeral(1));
			far.redis().replicaof("127.0.0.1", FreePorts.next());
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> queue.enqueue(new Numeral(2)))
				.withStackTraceContaining("READONLY");
			far.redis().replicaofNoOne();
			assertThat(queue.enqueue(new Numeral(3))).isNotEmpty();
		}
	}

	@Test
	void lostAnswerOfAnEnqueueIsSaidToBeUnknownAndNeverAddsTwice() throws Exception {
		try (FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri());
				StreamQueue<Numeral> far = this.rig.streams(proxy.connectionFactory())
					.queue(this.rig.in(), "g", Numeral.class, QUICK)) {
			far.enqueue(new Numeral(1));
			proxy.dropRepliesThenCut();
			assertThatExceptionOfType(EnqueueUnknownException.class).isThrownBy(() -> far.enqueue(new Numeral(2)))
				.satisfies((ex) -> assertThat(ex.stream()).isEqualTo(this.rig.in()));
			assertThat(this.rig.redis().xlen(this.rig.in())).isEqualTo(2);
			proxy.refuse(true);
			proxy.cut();
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> far.enqueue(new Numeral(3)));
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> far.receive(SHORT));
			proxy.refuse(false);
			await().ignoreExceptions().until(() -> !far.enqueue(new Numeral(4)).isEmpty());
			assertThat(this.rig.redis().xlen(this.rig.in())).isEqualTo(3);
		}
	}

}
