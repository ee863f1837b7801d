package io.escrowmint.spring.aop;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.escrowmint.Metered;
import io.escrowmint.RequestFacts;
import io.escrowmint.metering.Demand;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.HttpClaim;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.expression.EvaluationContext;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What expressions see, and what becomes of what they give.
 */
class MeteredExpressionsTests {

	private static final String SECRET = "sk-secret";

	private final MeteredMethods methods = new MeteredMethods(() -> MeteredDefaults.SHIPPED,
			new StaticListableBeanFactory(Map.of("tariff", new Tariff())));

	@Test
	void seesArgumentsRequestMethodTargetAndBeans() {
		assertThat(demand("byName", new Prompt(7, "w")).cost()).isEqualTo(7);
		assertThat(demand("byNumber", 5).cost()).isEqualTo(6);
		assertThat(demand("byRequest").cost()).isEqualTo(4);
		assertThat(demand("byRoot", 1, 2).cost()).isEqualTo(2 + "byRoot".length() + 100);
		assertThat(demand("byBean", 3).cost()).isEqualTo(30);
	}

	@Test
	void wholeNumbersOfAnyTypeAreCredits() {
		for (Number number : List.of(4, 4L, (short) 4, (byte) 4, 4.0, 4f, new BigDecimal("4.00"))) {
			assertThat(demand("anything", number).cost()).as(number.getClass().getName()).isEqualTo(4);
		}
		assertThat(demand("anything", 9007199254740991L).cost()).isEqualTo(9007199254740991L);
	}

	@Test
	void whatIsNoNumberOfCreditsFailsWithItsTypeOnly() {
		for (Object value : Arrays.asList(-1, 1.5, Double.NaN, Double.POSITIVE_INFINITY, 9007199254740992L, SECRET,
				null)) {
			assertThatIllegalStateException().as(String.valueOf(value))
				.isThrownBy(() -> demand("anything", value))
				.withMessageContaining("cost of @Metered on")
				.withMessageContaining("Calls.anything")
				.withMessageContaining((value != null) ? value.getClass().getName() : "null")
				.withMessageNotContaining(SECRET);
		}
	}

	@Test
	void walletIsWhatTheExpressionGives() {
		UUID id = UUID.randomUUID();
		assertThat(demand("payer", "alice").wallet()).isEqualTo("alice");
		assertThat(demand("payer", 12L).wallet()).isEqualTo("12");
		assertThat(demand("payer", id).wallet()).isEqualTo(id.toString());
		assertThat(demand("payer", Optional.of("bob")).wallet()).isEqualTo("bob");
	}

	@Test
	void whatIsNoWalletIsNobody() {
		for (Object value : Arrays.asList(null, "", "  ", Optional.empty(), "x".repeat(257), "a\nb", "\ud800")) {
			assertThat(demand("payer", value).wallet()).as(String.valueOf(value)).isNull();
		}
	}

	@Test
	void objectIsNoWalletByItsAddress() {
		assertThatIllegalStateException().isThrownBy(() -> demand("payer", new Object()))
			.withMessageContaining("wallet of @Metered on")
			.withMessageContaining("java.lang.Object");
	}

	@Test
	void walletOfTheRequestIsNotAskedForIfTheAnnotationNamesOne() {
		assertThat(demands("payer", new Facts(null), "alice")).hasSize(1);
		assertThat(demand("byNumber", 5).wallet()).isEqualTo("of the request");
	}

	@Test
	void conditionDecides() {
		assertThat(demands("onlyIf", new Facts("w"), true)).hasSize(1);
		assertThat(demands("onlyIf", new Facts("w"), false)).isEmpty();
		assertThatIllegalStateException().isThrownBy(() -> demands("onlyIf", new Facts("w"), "yes"))
			.withMessageContaining("condition of @Metered on");
		assertThatIllegalStateException().isThrownBy(() -> demands("onlyIf", new Facts("w"), (Object) null));
	}

	@Test
	void firstOfOneNameWhoseConditionIsMetCounts() {
		assertThat(demands("exclusive", new Facts("w"), true)).extracting(Demand::cost).containsExactly(5L);
		assertThat(demands("exclusive", new Facts("w"), false)).extracting(Demand::cost).containsExactly(6L);
	}

	@Test
	void keyOfTheAnnotationGoesBeforeThatOfTheRequest() {
		assertThat(demand("keyed", "order-1").http()).isNotNull()
			.satisfies((claim) -> assertThat(claim.key()).isEqualTo("order-1"));
		assertThat(demand("keyed", (Object) null).http()).isNotNull()
			.satisfies((claim) -> assertThat(claim.key()).isEqualTo("header"));
	}

	@Test
	void onlyTheFirstHoldClaimsAKey() {
		List<Demand> demands = demands("twice", new Facts("w"));
		assertThat(demands).extracting((demand) -> demand.http() != null).containsExactly(true, false);
	}

	@Test
	void failedExpressionNamesMethodAndAttribute() {
		assertThatIllegalStateException().isThrownBy(() -> demand("byName", (Object) null))
			.withMessageContaining("cost of @Metered on")
			.withMessageContaining("Calls.byName cannot be worked out");
	}

	@Test
	void exceptionOfTheApplicationStaysWhatItIs() {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> demand("byBean", -1));
	}

	@ParameterizedTest
	@ValueSource(ints = { 300 })
	void compiledExpressionGivesWhatTheInterpretedOneGave(int times) {
		List<Long> costs = new ArrayList<>();
		for (int time = 0; time < times; time++) {
			costs.add(demand("byName", new Prompt(time, "w")).cost());
			// Another type where the compiler has seen the first one.
			demand("anything", (time % 2 == 0) ? (Object) 4 : (Object) 4L);
			demand("byName", new LongPrompt(9, "w"));
		}
		assertThat(costs).hasSize(times).last().isEqualTo(times - 1L);
	}

	private Demand demand(String method, @Nullable Object... arguments) {
		return demands(method, new Facts("of the request"), arguments).get(0);
	}

	private List<Demand> demands(String name, CallFacts facts, @Nullable Object... arguments) {
		Method method = ReflectionUtils.findMethod(Calls.class, name, (Class<?>[]) null);
		Object[] passed = (arguments != null) ? arguments : new Object[] { null };
		MeteredMethod metered = this.methods.find(method, Calls.class).orElseThrow();
		EvaluationContext context = this.methods.context(facts.request(), method, new Calls(), passed);
		return metered.demands(() -> context, facts);
	}

	interface Sized {

		String text();

	}

	record Prompt(int maxTokens, String text) implements Sized {

	}

	record LongPrompt(long maxTokens, String text) implements Sized {

	}

	static final class Tariff {

		public int of(int size) {
			if (size < 0) {
				throw new UnsupportedOperationException();
			}
			return size * 10;
		}

	}

	@SuppressWarnings("unused")
	public static class Calls {

		public int limit() {
			return 100;
		}

		@Metered(cost = "#prompt.maxTokens", wallet = "'w'")
		void byName(Sized prompt) {
		}

		@Metered(cost = "#a0 + #p0 - 4", wallet = "request.header('W')")
		void byNumber(int some) {
		}

		@Metered(cost = "request.path().length()", wallet = "'w'")
		void byRequest() {
		}

		@Metered(cost = "args[1] + method.name.length() + target.limit()", wallet = "'w'")
		void byRoot(int first, int second) {
		}

		@Metered(cost = "@tariff.of(#size)", wallet = "'w'")
		void byBean(int size) {
		}

		@Metered(cost = "#value", wallet = "'w'")
		void anything(Object value) {
		}

		@Metered(wallet = "#value")
		void payer(Object value) {
		}

		@Metered(wallet = "'w'", condition = "#value")
		void onlyIf(Object value) {
		}

		@Metered(cost = "5", wallet = "'w'", condition = "#premium")
		@Metered(cost = "6", wallet = "'w'")
		void exclusive(boolean premium) {
		}

		@Metered(wallet = "'w'", idempotencyKey = "#key")
		void keyed(Object key) {
		}

		@Metered(wallet = "'w'")
		@Metered(wallet = "'w'", name = "other")
		void twice() {
		}

	}

	private record Facts(@Nullable String wallet) implements CallFacts {

		@Override
		public RequestFacts request() {
			return new RequestFacts() {

				@Override
				public String method() {
					return "GET";
				}

				@Override
				public String path() {
					return "/abc";
				}

				@Override
				public Optional<String> header(String name) {
					return Optional.of("of the request");
				}

				@Override
				public Optional<String> principal() {
					return Optional.empty();
				}

			};
		}

		@Override
		public HttpClaim claim(@Nullable String key) {
			return new HttpClaim((key != null) ? key : "header", Bytes.of(new byte[32]));
		}

	}

}
