package io.escrowmint.lease;

import java.time.Duration;
import java.util.List;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.LeaseExpiry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LeaseOptionsTests {

	@ParameterizedTest
	@CsvSource({ "wallet:1,wallet:1,true", "wallet:1,wallet:12,false", "wallet:*,wallet:12,true",
			"wallet:*,wallet:,true", "*:gold,eu:gold,true", "*:gold,eu:golden,false", "*,anything,true",
			"a*b*c,aXbYc,true", "a*b*c,acb,false", "a.c,abc,false", "a.*,a.b,true", "[a],a,false", "%s,%s,true",
			"a?c,abc,false", "**x,yx,true" })
	void onlyTheStarIsSpecialInAPattern(String pattern, String wallet, boolean fits) {
		assertThat(override(pattern, null, null).matches(wallet)).isEqualTo(fits);
	}

	@Test
	@Timeout(60)
	void aHostileNameCostsNoMoreThanTheProductOfBothLengths() {
		LeaseOverride override = override("a*".repeat(100) + "b", null, null);
		assertThat(override.matches("a".repeat(256))).isFalse();
	}

	@Test
	void theFirstOverrideThatFitsCounts() {
		LeaseOptions options = LeaseOptions.DEFAULTS
			.withOverrides(List.of(override("gold:*", null, 50_000L), override("gold:1", null, 7L)));
		assertThat(options.termsOf("gold:1").maxSize()).isEqualTo(50_000);
		assertThat(options.termsOf("silver:1")).isEqualTo(LeaseTerms.DEFAULTS);
	}

	@Test
	void sizesThatAnOverrideLeavesOutGiveWay() {
		assertThat(override("*", null, 7L).over(LeaseTerms.DEFAULTS))
			.isEqualTo(LeaseTerms.DEFAULTS.withSizes(7, 7, 7, 200_000));
		assertThat(override("*", 300_000L, null).over(LeaseTerms.DEFAULTS))
			.isEqualTo(LeaseTerms.DEFAULTS.withSizes(300_000, 300_000, 300_000, 300_000));
	}

	@Test
	void everyTermCanBeOverridden() {
		LeaseOverride all = new LeaseOverride("*", 3L, 2L, 4L, 5L, 0.5, Duration.ofSeconds(1), Duration.ofSeconds(2),
				LeaseExpiry.BURN);
		assertThat(all.over(LeaseTerms.DEFAULTS))
			.isEqualTo(new LeaseTerms(3, 2, 4, 5, 0.5, Duration.ofSeconds(1), Duration.ofSeconds(2), LeaseExpiry.BURN));
	}

	@ParameterizedTest
	@CsvSource({ "0,0,1,2,leases.min-size", "5,5,4,9,leases.max-size", "1,2,4,9,leases.initial-size",
			"5,2,4,9,leases.initial-size", "2,2,4,3,leases.max-unspent", "2,2,4,9007199254740992,leases.max-unspent" })
	void sizesThatDoNotGoTogetherAreRefused(long initial, long min, long max, long cap, String field) {
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> LeaseTerms.DEFAULTS.withSizes(initial, min, max, cap))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(field));
	}

	@Test
	void otherValuesOutOfRangeAreRefused() {
		for (double mark : new double[] { -0.1, 1.1, Double.NaN }) {
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> LeaseTerms.DEFAULTS.withLowWater(mark));
		}
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> LeaseTerms.DEFAULTS.withDuration(Duration.ofMillis(9)));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> LeaseOptions.DEFAULTS.withTimes(Duration.ZERO, Duration.ofMillis(1)));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> override("", null, null));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> LeaseOptions.DEFAULTS
			.withOverrides(List.of(new LeaseOverride("*", null, 5L, 4L, null, null, null, null, null))));
	}

	@ParameterizedTest
	@CsvSource({ "251,500,leases.report-interval", "250,501,leases.safety-margin" })
	void aLeaseThatWouldEndBeforeItIsRenewedIsRefused(long interval, long margin, String field) {
		LeaseOptions options = LeaseOptions.DEFAULTS.withTerms(LeaseTerms.DEFAULTS.withDuration(Duration.ofSeconds(1)));
		assertThat(options.withTimes(Duration.ofMillis(250), Duration.ofMillis(500))).isNotNull();
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> options.withTimes(Duration.ofMillis(interval), Duration.ofMillis(margin)))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(field));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> LeaseOptions.DEFAULTS.withOverrides(
				List.of(new LeaseOverride("*", null, null, null, null, null, Duration.ofMillis(999), null, null))));
	}

	@Test
	void aListenerThatThrowsHarmsNobody() {
		LeaseListener quiet = new QuietLeaseListener(new LeaseListener() {

			@Override
			public void direct() {
				throw new IllegalStateException("boom");
			}

		});
		assertThatCode(quiet::direct).doesNotThrowAnyException();
	}

	private static LeaseOverride override(String pattern, Long min, Long max) {
		return new LeaseOverride(pattern, null, min, max, null, null, null, null, null);
	}

}
