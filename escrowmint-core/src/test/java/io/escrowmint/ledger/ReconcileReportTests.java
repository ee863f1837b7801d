package io.escrowmint.ledger;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.escrowmint.ledger.RepairResult.Outcome;
import io.escrowmint.model.Figures;
import io.escrowmint.store.WalletImage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReconcileReportTests {

	private final ReconcileTally tally = new ReconcileTally(null);

	@Test
	void openIsWhatIsBrokenAndNotRepaired() {
		found("sound", Verdict.EQUAL);
		repaired(found("rebuilt", Verdict.LOST), Outcome.REBUILT);
		repaired(found("refused", Verdict.REFUSED), Outcome.RELANDED);
		repaired(found("undecided", Verdict.FENCED), Outcome.UNDECIDED);
		found("left", Verdict.LOST);
		ReconcileReport report = this.tally.report();
		assertThat(report.open()).isEqualTo(2);
		assertThat(report.openWallets()).containsExactly("undecided", "left");
	}

	@Test
	void ofManyThousandTheOpenOnesAreCountedAndWhatIsNamedHasItsOutcome() {
		List<WalletCheck> checks = IntStream.range(0, 3_000)
			.mapToObj((number) -> found("w" + number, Verdict.LOST))
			.toList();
		for (int number = checks.size() - 1; number >= 0; number--) {
			repaired(checks.get(number), (number < 2_000) ? Outcome.REBUILT : Outcome.UNDECIDED);
		}
		ReconcileReport report = this.tally.report();
		assertThat(report.broken()).hasSize(1_000);
		assertThat(report.open()).isEqualTo(1_000);
		assertThat(report.openWallets()).isEmpty();
	}

	@Test
	void whatIsMendedSinceIsOpenNoMore() {
		found("sound", Verdict.EQUAL);
		repaired(found("one", Verdict.LOST), Outcome.UNDECIDED);
		repaired(found("two", Verdict.LOST), Outcome.UNDECIDED);
		ReconcileReport report = this.tally.report().amended(check("one", Verdict.AHEAD));
		assertThat(report.openWallets()).containsExactly("two");
		assertThat(report.open()).isEqualTo(1);
		assertThat(report.wallets()).isEqualTo(3);
		assertThat(report.verdicts()).isEqualTo(Map.of(Verdict.EQUAL, 1L, Verdict.LOST, 1L, Verdict.AHEAD, 1L));
		ReconcileReport last = report.amended(check("two", Verdict.EQUAL));
		assertThat(last.open()).isZero();
		assertThat(last.outcomes()).isEmpty();
		assertThat(last.amended(check("two", Verdict.EQUAL))).isEqualTo(last);
	}

	@Test
	void whatWasOpenStaysOpenUntilItIsComparedAgain() {
		repaired(found("rebuilt", Verdict.LOST), Outcome.REBUILT);
		found("sound", Verdict.LOST);
		found("unknown", Verdict.BEHIND);
		ReconcileTally next = new ReconcileTally(this.tally.report());
		next.checked(check("rebuilt", Verdict.EQUAL));
		next.checked(check("sound", Verdict.EQUAL));
		next.failed();
		assertThat(next.hasFoundBroken()).isFalse();
		ReconcileReport report = next.report();
		assertThat(report.openWallets()).containsExactly("unknown");
		assertThat(report.open()).isEqualTo(1);
		assertThat(report.wallets()).isEqualTo(2);
		assertThat(report.verdicts()).isEqualTo(Map.of(Verdict.EQUAL, 2L, Verdict.BEHIND, 1L));
	}

	private WalletCheck found(String wallet, Verdict verdict) {
		WalletCheck check = check(wallet, verdict);
		this.tally.checked(check);
		return check;
	}

	private void repaired(WalletCheck check, Outcome outcome) {
		this.tally.repaired(new RepairResult(check.wallet(), outcome, check, 0, Figures.ZERO, Figures.ZERO,
				Figures.ZERO, "", List.of()));
	}

	private static WalletCheck check(String wallet, Verdict verdict) {
		return new WalletCheck(wallet, verdict, "", WalletImage.missing(wallet, null), null);
	}

}
