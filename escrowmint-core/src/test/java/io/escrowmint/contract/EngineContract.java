package io.escrowmint.contract;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.AllocateLeaseResult;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Figures;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.ReserveResult;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletState;
import io.escrowmint.store.StoreOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the parts of the contract share: a new engine and a new wallet for each test.
 */
abstract class EngineContract {

	static final Duration TTL = Duration.ofSeconds(30);

	static final String OWNER = "node-1";

	private static final AtomicLong WALLETS = new AtomicLong();

	Engine engine;

	Calls calls;

	String wallet;

	protected abstract Engine newEngine(StoreOptions options);

	StoreOptions options() {
		return StoreOptions.DEFAULTS.withTimeout(Duration.ofMinutes(1)).withPartitions(8);
	}

	@BeforeEach
	void openEngine() {
		this.engine = newEngine(options());
		this.calls = new Calls(this.engine);
		this.wallet = newWallet();
	}

	@AfterEach
	void closeEngine() {
		this.engine.close();
	}

	static String newWallet() {
		return "wallet:" + Long.toHexString(System.nanoTime()) + "-" + WALLETS.incrementAndGet();
	}

	void topUp(long amount) {
		assertApplied(TopUp.of(this.wallet, amount));
	}

	ReserveResult.Reserved hold(String id, long amount) {
		return hold(id, amount, TTL);
	}

	ReserveResult.Reserved hold(String id, long amount, Duration ttl) {
		return this.calls.apply(Reserve.of(this.wallet, amount, ttl).id(id)).orElseThrow();
	}

	/** Opens holds of 1 credit, in any order: prefix000, prefix001 and so on. */
	void holds(String prefix, int count, Duration ttl) {
		this.calls
			.sendAll(IntStream.range(0, count)
				.mapToObj((number) -> Reserve.of(this.wallet, 1, ttl).id("%s%03d".formatted(prefix, number)))
				.toList())
			.forEach(ReserveResult::orElseThrow);
	}

	void commit(String id, long actual) {
		assertApplied(Commit.of(this.wallet, id).actual(actual));
	}

	void cancel(String id) {
		assertApplied(Cancel.of(this.wallet, id));
	}

	AllocateLeaseResult.Allocated lease(String id, long amount, LeaseExpiry expiry) {
		return this.calls.apply(AllocateLease.of(this.wallet, amount, TTL, OWNER).id(id).expiry(expiry)).orElseThrow();
	}

	/** Takes a wallet without debt to the given debt, spending all that is available. */
	void owe(long debt) {
		long available = state().available();
		hold("owing", available);
		assertApplied(Commit.of(this.wallet, "owing").actual(available + debt).overrun(Overrun.DEBT).maxDebt(debt));
	}

	void expireHolds() {
		this.engine.advance(TTL);
	}

	<R extends Outcome> R assertApplied(Command<R> command) {
		R outcome = this.calls.apply(command);
		assertThat(outcome.refusal()).as("refusal of %s", command).isEmpty();
		assertThat(outcome.applied()).isTrue();
		return outcome;
	}

	/** Applies a command that must be refused, and asserts that it moved nothing. */
	Refusal refusalOf(Command<?> command) {
		WalletState before = this.calls.state(command.wallet());
		Outcome outcome = this.calls.apply(command);
		assertThat(outcome.applied()).as("%s is applied", outcome).isFalse();
		assertThat(outcome.replayed()).isFalse();
		assertThat(outcome.available()).isEqualTo(before.available());
		assertThat(this.calls.state(command.wallet())).as("state after a refusal").isEqualTo(before);
		return outcome.refusal().orElseThrow();
	}

	/** Applies a command that must move nothing, whatever it answers. */
	<R extends Outcome> R assertMovesNothing(Command<R> command) {
		WalletState before = this.calls.state(command.wallet());
		R outcome = this.calls.apply(command);
		assertThat(this.calls.state(command.wallet())).isEqualTo(before);
		return outcome;
	}

	WalletState state() {
		return this.calls.state(this.wallet);
	}

	void assertFigures(long available, long held, long leased, long spent, long granted, long debt) {
		assertThat(state().figures()).isEqualTo(new Figures(available, held, leased, spent, granted, debt));
	}

	static HttpClaim claim(String key, int payload) {
		byte[] fingerprint = new byte[32];
		Arrays.fill(fingerprint, (byte) payload);
		return new HttpClaim(key, Bytes.of(fingerprint));
	}

}
