package io.escrowmint.contract;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.Extend;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Limits;
import io.escrowmint.model.PageRequest;
import io.escrowmint.model.Query;
import io.escrowmint.model.Refund;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.Withdraw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Bad input is refused when a command is created, whatever the engine.
 */
@SuppressWarnings("ReturnValueIgnored") // what matters is whether it throws
class CommandValidationTests {

	private static final Duration TTL = Duration.ofSeconds(1);

	static Stream<Arguments> amounts() {
		return Stream.of(amount("amount", (amount) -> Consume.of("w", amount)),
				amount("amount", (amount) -> TopUp.of("w", amount)),
				amount("amount", (amount) -> Withdraw.of("w", amount)),
				amount("amount", (amount) -> Refund.of("w", amount)),
				amount("amount", (amount) -> Reserve.of("w", amount, TTL)),
				amount("amount", (amount) -> AllocateLease.of("w", amount, TTL, "o")),
				amount("amount", (amount) -> ConsumeLease.of("w", "l", "o", amount)));
	}

	static Stream<Arguments> amountsOrZero() {
		return Stream.of(amount("actual", (amount) -> Commit.of("w", "r").actual(amount)),
				amount("maxDebt", (amount) -> Commit.of("w", "r").maxDebt(amount)),
				amount("maxDebt", (amount) -> Consume.of("w", 1).maxDebt(amount)),
				amount("total", (amount) -> ReportLease.of("w", "l", "o", amount)));
	}

	static Stream<Arguments> ttls() {
		return Stream.of(ttl((ttl) -> Reserve.of("w", 1, ttl)), ttl((ttl) -> Extend.of("w", "r", ttl)),
				ttl((ttl) -> AllocateLease.of("w", 1, ttl, "o")), ttl((ttl) -> RenewLease.of("w", "l", "o", ttl)));
	}

	static Stream<Arguments> names() {
		return Stream.of(name("wallet", (name) -> Consume.of(name, 1)), name("wallet", (name) -> TopUp.of(name, 1)),
				name("wallet", (name) -> Withdraw.of(name, 1)), name("wallet", (name) -> Refund.of(name, 1)),
				name("wallet", (name) -> Reserve.of(name, 1, TTL)), name("wallet", (name) -> Extend.of(name, "r", TTL)),
				name("wallet", (name) -> Commit.of(name, "r")), name("wallet", (name) -> Cancel.of(name, "r")),
				name("wallet", (name) -> AllocateLease.of(name, 1, TTL, "o")),
				name("wallet", (name) -> ConsumeLease.of(name, "l", "o", 1)),
				name("wallet", (name) -> ReportLease.of(name, "l", "o", 1)),
				name("wallet", (name) -> RenewLease.of(name, "l", "o", TTL)),
				name("wallet", (name) -> ReleaseLease.of(name, "l", "o")),
				name("wallet", (name) -> new Query.OfWallet(name)),
				name("wallet", (name) -> new Query.OfReservation(name, "r")),
				name("wallet", (name) -> new Query.OfLease(name, "l")),
				name("wallet", (name) -> new Query.Reservations(name, PageRequest.first(1))),
				name("wallet", (name) -> new Query.Leases(name, PageRequest.first(1))),
				name("id", (name) -> Consume.of("w", 1).key(name)), name("id", (name) -> TopUp.of("w", 1).key(name)),
				name("id", (name) -> Withdraw.of("w", 1).key(name)), name("id", (name) -> Refund.of("w", 1).key(name)),
				name("id", (name) -> ConsumeLease.of("w", "l", "o", 1).key(name)),
				name("id", (name) -> Reserve.of("w", 1, TTL).id(name)), name("id", (name) -> Extend.of("w", name, TTL)),
				name("id", (name) -> Commit.of("w", name)), name("id", (name) -> Cancel.of("w", name)),
				name("id", (name) -> AllocateLease.of("w", 1, TTL, "o").id(name)),
				name("id", (name) -> ConsumeLease.of("w", name, "o", 1)),
				name("id", (name) -> ReportLease.of("w", name, "o", 1)),
				name("id", (name) -> RenewLease.of("w", name, "o", TTL)),
				name("id", (name) -> ReleaseLease.of("w", name, "o")),
				name("id", (name) -> new Query.OfReservation("w", name)),
				name("id", (name) -> new Query.OfLease("w", name)),
				name("owner", (name) -> AllocateLease.of("w", 1, TTL, name)),
				name("owner", (name) -> ConsumeLease.of("w", "l", name, 1)),
				name("owner", (name) -> ReportLease.of("w", "l", name, 1)),
				name("owner", (name) -> RenewLease.of("w", "l", name, TTL)),
				name("owner", (name) -> ReleaseLease.of("w", "l", name)),
				name("original", (name) -> Refund.of("w", 1).ofConsume(name)),
				name("original", (name) -> Refund.of("w", 1).ofReservation(name)),
				name("httpKey", (name) -> new HttpClaim(name, Bytes.of(new byte[32]))),
				name("requestId", (name) -> Consume.of("w", 1).requestId(name)));
	}

	private static Arguments amount(String field, LongFunction<Object> command) {
		return arguments(field, command);
	}

	private static Arguments ttl(Function<Duration, Object> command) {
		return arguments(command);
	}

	private static Arguments name(String field, Function<String, Object> command) {
		return arguments(field, command);
	}

	@ParameterizedTest
	@MethodSource("amounts")
	void anAmountIsBetweenOneAndTheLimit(String field, LongFunction<Object> command) {
		LongStream.of(0, -1, Long.MIN_VALUE, Limits.MAX_CREDITS + 1, Long.MAX_VALUE)
			.forEach((bad) -> assertInvalid(() -> command.apply(bad), field, String.valueOf(bad), "between 1 and"));
		assertThat(command.apply(1)).isNotNull();
		assertThat(command.apply(Limits.MAX_CREDITS)).isNotNull();
	}

	@ParameterizedTest
	@MethodSource("amountsOrZero")
	void anActualACapAndATotalMayBeZero(String field, LongFunction<Object> command) {
		LongStream.of(-1, Long.MIN_VALUE, Limits.MAX_CREDITS + 1, Long.MAX_VALUE)
			.forEach((bad) -> assertInvalid(() -> command.apply(bad), field, String.valueOf(bad), "between 0 and"));
		assertThat(command.apply(0)).isNotNull();
		assertThat(command.apply(Limits.MAX_CREDITS)).isNotNull();
	}

	@ParameterizedTest
	@MethodSource("ttls")
	void aTimeToLiveIsBetweenAMillisecondAndAYear(Function<Duration, Object> command) {
		Stream
			.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofNanos(999_999), Duration.ofDays(365).plusNanos(1),
					Duration.ofSeconds(Long.MAX_VALUE))
			.forEach((bad) -> assertInvalid(() -> command.apply(bad), "ttl", bad.toString(),
					"between 1 ms and 365 days"));
		assertThat(command.apply(Duration.ofMillis(1))).isNotNull();
		assertThat(command.apply(Duration.ofDays(365))).isNotNull();
	}

	@ParameterizedTest
	@MethodSource("names")
	void aNameIsValidUnicodeOfAtMost256Bytes(String field, Function<String, Object> command) {
		assertInvalid(() -> command.apply(""), field, "''", "1 to 256 bytes");
		assertInvalid(() -> command.apply("x".repeat(257)), field, "x".repeat(257), "but is 257");
		assertInvalid(() -> command.apply("é".repeat(129)), field, "é".repeat(129), "but is 258");
		for (String control : new String[] { "\n", "a\tb", "\r\n", "\0", "\u001f", "\u007f", "\u0085", "\u009f" }) {
			assertInvalid(() -> command.apply(control), field, control, "control characters");
		}
		for (String broken : new String[] { "\ud83d", "\ude00", "a\ud83db", "\ude00\ud83d" }) {
			assertInvalid(() -> command.apply(broken), field, "unpaired surrogate", "valid Unicode");
		}
		for (String good : new String[] { "x", "x".repeat(256), "é".repeat(128), "😀".repeat(64), " ", "%",
				"a:b|{c}" }) {
			assertThat(command.apply(good)).isNotNull();
		}
	}

	@Test
	void aMinimumIsNotAboveTheAmount() {
		AllocateLease allocate = AllocateLease.of("w", 5, TTL, "o");
		assertInvalid(() -> allocate.minimum(6), "minimum", "6", "not be above amount 5");
		assertInvalid(() -> allocate.minimum(0), "minimum", "0", "between 1 and");
		assertThat(allocate.minimum(5).minimum()).isEqualTo(5);
	}

	@Test
	void aNoteHasAtMost240Characters() {
		assertInvalid(() -> Consume.of("w", 1).note("😀".repeat(241)), "note", "😀".repeat(241), "240 characters");
		assertInvalid(() -> Consume.of("w", 1).note("\ud83d"), "note", "unpaired surrogate", "valid Unicode");
		assertThat(Consume.of("w", 1).note("😀".repeat(240)).trace().note()).hasSize(480);
		assertThat(Consume.of("w", 1).note("").trace().note()).isNull();
		assertThat(Consume.of("w", 1).note("two\nlines").trace().note()).isEqualTo("two\nlines");
	}

	@Test
	void aResponseIsBounded() {
		assertInvalid(() -> Commit.of("w", "r").response(Bytes.of(new byte[(1 << 20) + 1])), "response",
				"1048577 bytes", "not be longer than 1048576 bytes");
		assertThat(Commit.of("w", "r").response(Bytes.of(new byte[1 << 20]))).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 31, 33 })
	void aFingerprintIs32BytesLong(int length) {
		assertInvalid(() -> new HttpClaim("k", Bytes.of(new byte[length])), "fingerprint", length + " bytes",
				"must be 32 bytes long");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 1001, Integer.MAX_VALUE })
	void aPageHasOneToAThousandEntries(int size) {
		assertInvalid(() -> PageRequest.first(size), "size", String.valueOf(size), "between 1 and 1000");
	}

	private static void assertInvalid(Callable<?> creation, String field, String value, String rule) {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(creation::call)
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(field))
			.withMessageContaining(field)
			.withMessageContaining(value)
			.withMessageContaining(rule);
	}

}
