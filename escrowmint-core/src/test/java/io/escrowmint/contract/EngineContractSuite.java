package io.escrowmint.contract;

import io.escrowmint.store.StoreOptions;
import org.junit.jupiter.api.Nested;

/**
 * The whole contract. An engine, or an environment of one, extends this class and makes
 * engines.
 */
public abstract class EngineContractSuite {

	/**
	 * Makes an engine that is empty, with its clock at {@link Engine#START} and its
	 * events switched off. It is closed after the test.
	 * @param options the options of the store
	 * @return a new engine
	 */
	protected abstract Engine newEngine(StoreOptions options);

	@Nested
	class Consume extends ConsumeContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class TopUp extends TopUpContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Withdraw extends WithdrawContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Refund extends RefundContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Reserve extends ReserveContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Extend extends ExtendContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Commit extends CommitContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Cancel extends CancelContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class TerminalStates extends TerminalStatesContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Lease extends LeaseContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class LeaseReport extends LeaseReportContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Idempotency extends IdempotencyContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class HttpKey extends HttpKeyContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Reclaim extends ReclaimContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Expiry extends ExpiryContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Names extends NamesContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Boundaries extends BoundariesContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Reads extends ReadsContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Events extends EventsContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class EventLog extends EventLogContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class EventReaders extends EventReadersContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Sweep extends SweepContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

	@Nested
	class Recovery extends RecoveryContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return EngineContractSuite.this.newEngine(options);
		}

	}

}
