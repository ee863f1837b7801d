package io.escrowmint.metering;

import java.time.Duration;
import java.util.List;

import io.escrowmint.DisconnectPolicy;
import io.escrowmint.MeteringPath;
import io.escrowmint.UnavailablePolicy;
import io.escrowmint.model.Figures;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Trace;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Sessions over a store that can be cut off, with one wallet of 10 credits.
 */
final class MeteringHouse implements AutoCloseable {

	static final String WALLET = "w";

	final SwitchableStore store = new SwitchableStore();

	final Heard heard = new Heard();

	final PocketLeases leases = new PocketLeases(this.store);

	final StoreMeteringSessions sessions;

	Terms terms = Terms.DEFAULTS;

	MeteringHouse() {
		this(MeteringOptions.DEFAULTS, 0);
	}

	MeteringHouse(MeteringOptions options, long maxDebt) {
		this.sessions = new StoreMeteringSessions(this.store, maxDebt, options, this.heard, this.leases);
		this.sessions.start();
		this.store.fill(WALLET, 10);
	}

	MeteringHouse path(MeteringPath path) {
		this.terms = new Terms(this.terms.ttl(), this.terms.commitOn(), this.terms.overrun(), this.terms.late(),
				this.terms.onUnavailable(), this.terms.onDisconnect(), path);
		return this;
	}

	MeteringHouse ttl(Duration ttl) {
		this.terms = new Terms(ttl, this.terms.commitOn(), this.terms.overrun(), this.terms.late(),
				this.terms.onUnavailable(), this.terms.onDisconnect(), this.terms.path());
		return this;
	}

	MeteringHouse terms(Overrun overrun, LateCommit late, UnavailablePolicy unavailable, DisconnectPolicy disconnect) {
		this.terms = new Terms(this.terms.ttl(), this.terms.commitOn(), overrun, late, unavailable, disconnect,
				this.terms.path());
		return this;
	}

	Demand demand(String name, long cost) {
		return demand(name, cost, null);
	}

	Demand demand(String name, long cost, @Nullable HttpClaim http) {
		return new Demand(name, WALLET, cost, this.terms, http, Trace.NONE);
	}

	Admission admit(MeteringSession session, Demand... demands) {
		return session.admit(List.of(demands)).toCompletableFuture().join();
	}

	/**
	 * What a call is told that was let in.
	 * @param cost what it holds
	 * @param available what its wallet has available beside
	 * @param held what all of the session holds of that wallet
	 */
	static Admission admitted(long cost, long available, long held) {
		return new Admission.Admitted(cost, new Admission.Balance(available, held));
	}

	MeteringSession admitted(long cost) {
		MeteringSession session = this.sessions.begin();
		assertThat(admit(session, demand("", cost))).isInstanceOf(Admission.Admitted.class);
		return session;
	}

	void assertFigures(long available, long held, long spent) {
		Figures figures = this.store.state(WALLET).figures();
		long leased = this.leases.held.get();
		assertThat(List.of(figures.available(), figures.held() + leased, figures.spent() - leased))
			.containsExactly(available, held, spent);
	}

	void assertFiguresBecome(long available, long held, long spent) {
		await().untilAsserted(() -> assertFigures(available, held, spent));
	}

	@Override
	public void close() {
		this.sessions.stop();
	}

}
