package io.escrowmint.ledger;

import java.util.List;

import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the ledger with the store, wallet by wallet and entry by entry.
 *
 * @param ledger the ledger
 */
public record LedgerAudit(LedgerStore ledger) {

	private static final int PAGE = 1000;

	/**
	 * Asserts that the entries of a wallet of one life are without gap, that each follows
	 * from the one before, and that all together are what the store says.
	 * @param state what the store says
	 * @return how many entries there are
	 */
	public long check(WalletState state) {
		String wallet = state.wallet();
		Figures sum = Figures.ZERO;
		LedgerKey at = LedgerKey.BEGINNING;
		long count = 0;
		List<LedgerEntry> page = this.ledger.entries(wallet, at, PAGE);
		while (!page.isEmpty()) {
			for (LedgerEntry entry : page) {
				count++;
				sum = plus(sum, entry.event().change());
				assertThat(entry.event().after()).as("%s", entry).isEqualTo(sum);
				assertThat(entry.key()).as("%s", entry).isEqualTo(new LedgerKey(state.epoch(), count));
				at = entry.key();
			}
			page = this.ledger.entries(wallet, at, PAGE);
		}
		assertThat(sum).isEqualTo(state.figures());
		assertThat(count).isEqualTo(state.seq());
		if (count > 0) {
			assertThat(this.ledger.wallet(wallet)).hasValueSatisfying((known) -> {
				assertThat(known.figures()).isEqualTo(state.figures());
				assertThat(known.key()).isEqualTo(new LedgerKey(state.epoch(), state.seq()));
				assertThat(known.diverged()).isFalse();
			});
		}
		return count;
	}

	private static Figures plus(Figures one, Figures other) {
		return new Figures(one.available() + other.available(), one.held() + other.held(),
				one.leased() + other.leased(), one.spent() + other.spent(), one.granted() + other.granted(),
				one.debt() + other.debt());
	}

}
