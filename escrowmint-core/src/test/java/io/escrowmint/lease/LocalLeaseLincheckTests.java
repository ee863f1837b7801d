package io.escrowmint.lease;

import java.util.concurrent.atomic.AtomicLong;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Test;

/**
 * All interleavings of the lock-free part, as far as a model checker gets in the time:
 * some in every build, many in the long form, which takes a few minutes.
 */
class LocalLeaseLincheckTests {

	private static final long GRANTED = 5;

	private static final boolean SOAK = Boolean.getBoolean("escrowmint.soak");

	@Test
	void everyInterleavingOfSpendingReadsAsOneAfterTheOther() {
		options().check(Spending.class);
	}

	@Test
	void nothingIsDecidedAfterTheDeadlineAndNothingIsLost() {
		// A call may find nothing left, because another took it too late and gives it
		// back: that only sends it to the store. So invariants are checked, not an order.
		options().verifier(EpsilonVerifier.class).check(Expiring.class);
	}

	private static ModelCheckingOptions options() {
		return new ModelCheckingOptions().iterations(SOAK ? 30 : 4)
			.invocationsPerIteration(SOAK ? 2_000 : 100)
			.threads(2)
			.actorsPerThread(3)
			.actorsBefore(1)
			.actorsAfter(1)
			.minimizeFailedScenario(false);
	}

	/**
	 * A lease whose deadline is far away.
	 */
	@Param(name = "amount", gen = IntGen.class, conf = "1:3")
	@Param(name = "thread", gen = ThreadIdGen.class)
	public static final class Spending {

		private final LocalLease lease = new LocalLease(GRANTED, Long.MAX_VALUE, () -> 0);

		private final long[] holds = new long[8];

		@Operation
		public long consume(@Param(name = "amount") int amount) {
			return this.lease.consume(amount);
		}

		@Operation
		public long hold(@Param(name = "thread") int thread, @Param(name = "amount") int amount) {
			if (this.holds[thread] > 0) {
				return -2;
			}
			long left = this.lease.hold(amount);
			this.holds[thread] = (left >= 0) ? amount : 0;
			return left;
		}

		@Operation
		public long settle(@Param(name = "thread") int thread, @Param(name = "amount") int actual) {
			long held = this.holds[thread];
			long charged = Math.min(held, actual);
			if (held > 0) {
				this.holds[thread] = 0;
				this.lease.settle(held, charged);
			}
			return charged;
		}

		@Operation
		public void cancel(@Param(name = "thread") int thread) {
			if (this.holds[thread] > 0) {
				this.lease.settle(this.holds[thread], 0);
				this.holds[thread] = 0;
			}
		}

		@Operation
		public long holdAll(@Param(name = "thread") int thread) {
			if (this.holds[thread] > 0) {
				return -2;
			}
			long held = this.lease.holdUpTo(GRANTED);
			this.holds[thread] = held;
			return held;
		}

		@Operation
		public boolean close() {
			return this.lease.close();
		}

		@Validate
		public void everyCreditIsInOnePlace() {
			assertConserved(this.lease, this.holds);
		}

	}

	/**
	 * A lease whose deadline comes at any moment.
	 */
	@Param(name = "amount", gen = IntGen.class, conf = "1:3")
	@Param(name = "thread", gen = ThreadIdGen.class)
	public static final class Expiring {

		private final AtomicLong clock = new AtomicLong();

		private final LocalLease lease = new LocalLease(GRANTED, 1, this.clock::get);

		private final long[] holds = new long[8];

		private final AtomicLong spent = new AtomicLong();

		private final AtomicLong reported = new AtomicLong();

		private volatile boolean decidedLate;

		@Operation
		public void consume(@Param(name = "amount") int amount) {
			boolean late = this.clock.get() >= 1;
			if (this.lease.consume(amount) >= 0) {
				this.spent.addAndGet(amount);
				this.decidedLate |= late;
			}
		}

		@Operation
		public void hold(@Param(name = "thread") int thread, @Param(name = "amount") int amount) {
			boolean late = this.clock.get() >= 1;
			if (this.holds[thread] == 0 && this.lease.hold(amount) >= 0) {
				this.holds[thread] = amount;
				this.decidedLate |= late;
			}
		}

		@Operation
		public void settle(@Param(name = "thread") int thread, @Param(name = "amount") int actual) {
			long held = this.holds[thread];
			if (held > 0) {
				long charged = Math.min(held, actual);
				this.holds[thread] = 0;
				this.lease.settle(held, charged);
				this.spent.addAndGet(charged);
			}
		}

		@Operation
		public void passTheDeadline() {
			this.clock.set(1);
		}

		@Operation
		public void close() {
			this.lease.close();
		}

		@Operation
		public void report() {
			this.reported.accumulateAndGet(this.lease.spent(), Math::max);
		}

		@Operation
		public void reportTheLast() {
			if (this.lease.isClosed() && this.lease.isQuiet()) {
				// Whatever still moves after this has been lost to the report.
				this.reported.accumulateAndGet(1_000 + this.lease.spent(), Math::max);
			}
		}

		@Validate
		public void nothingIsDecidedLateOrLost() {
			check(!this.decidedLate, "decided after the deadline");
			check(this.lease.spent() == this.spent.get(), "spent " + this.lease.spent() + ", not " + this.spent);
			long total = this.reported.get();
			check(total <= this.lease.spent() || total == 1_000 + this.lease.spent(), "reported " + total);
			assertConserved(this.lease, this.holds);
		}

	}

	private static void assertConserved(LocalLease lease, long[] holds) {
		long held = 0;
		for (long hold : holds) {
			held += hold;
		}
		check(lease.held() == held, "held " + lease.held() + ", not " + held);
		long sum = lease.spent() + lease.held() + lease.left() + lease.returned();
		check(sum == GRANTED, "the parts make up " + sum);
		check(lease.isQuiet() == (lease.held() + lease.left() == 0), "quiet with something in someone's hands");
	}

	private static void check(boolean holds, String otherwise) {
		if (!holds) {
			throw new IllegalStateException(otherwise);
		}
	}

}
