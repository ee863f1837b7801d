package io.escrowmint.spring.aop;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

import io.escrowmint.DisconnectPolicy;
import io.escrowmint.LateCommitPolicy;
import io.escrowmint.Metered;
import io.escrowmint.MeteringPath;
import io.escrowmint.OverrunPolicy;
import io.escrowmint.UnavailablePolicy;
import io.escrowmint.metering.StatusRanges;
import io.escrowmint.metering.Terms;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.Overrun;
import io.escrowmint.spring.MisconfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.CorePublisher;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.ParallelFlux;

import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Controller;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is read from annotations, and what the application does not start with.
 */
class MeteredMethodsTests {

	private final MeteredMethods methods = new MeteredMethods(
			() -> new MeteredDefaults(Terms.DEFAULTS, Map.of("echo", 7L)), null);

	@Test
	void readsCostFromItsAliasesAndPrices() {
		assertThat(costs("byDefault")).containsExactly(1L);
		assertThat(costs("value")).containsExactly(3L);
		assertThat(costs("cost")).containsExactly(0L);
		assertThat(costs("priced")).containsExactly(7L);
	}

	@Test
	void readsTermsAndKeepsWhatIsConfiguredElsewhere() {
		MeteredRule rule = find(Prices.class, "everything").rules().get(0);
		assertThat(rule.terms()).isEqualTo(new Terms(Duration.ofMinutes(2), StatusRanges.parse("200,404"), Overrun.DEBT,
				LateCommit.EXPIRED, UnavailablePolicy.OPEN, DisconnectPolicy.CANCEL, MeteringPath.LEASED));
		assertThat(rule.name()).isEqualTo("tokens");
		assertThat(rule.trace().note()).isEqualTo("for the invoice");
		assertThat(find(Prices.class, "value").rules().get(0).terms()).isEqualTo(Terms.DEFAULTS);
	}

	@Test
	void readsMetaAnnotationsWithTheirAliases() {
		assertThat(costs("expensive")).containsExactly(50L);
		assertThat(costs("expensiveAsSaid")).containsExactly(60L);
	}

	@Test
	void readsRepeatedAnnotationsInOrder() {
		assertThat(costs("repeated")).containsExactly(1L, 2L);
		assertThat(costs("repeatedByMeta")).containsExactly(3L, 4L);
		assertThat(costs("exclusive")).containsExactly(5L, 6L);
	}

	@Test
	void methodReplacesWhatItsClassSays() {
		assertThat(find(OnClass.class, "inherits").rules().get(0).cost().fixed()).isEqualTo(2);
		assertThat(find(OnClass.class, "own").rules()).singleElement()
			.satisfies((rule) -> assertThat(rule.cost().fixed()).isEqualTo(9));
		assertThat(read(OnClass.class, "helper")).isNull();
		assertThat(read(OnClass.class, "toString")).isNull();
	}

	@Test
	void readsWhatInterfacesAndSuperclassesSay() {
		assertThat(find(Service.class, "byInterface").rules().get(0).cost().fixed()).isEqualTo(4);
		assertThat(find(Service.class, "bySuperclass").rules().get(0).cost().fixed()).isEqualTo(5);
	}

	@Test
	void classOfAControllerMeansItsHandlersOnly() {
		assertThat(find(MeteredController.class, "handler").isHandler()).isTrue();
		assertThat(read(MeteredController.class, "onError")).isNull();
	}

	@Test
	void handlerNeedsNoWallet() {
		assertThat(find(Prices.class, "value").isHandler()).isTrue();
		assertThat(find(Prices.class, "value").namesWallet()).isFalse();
		assertThat(find(Service.class, "byInterface").isHandler()).isFalse();
	}

	@Test
	void plainMethodIsNotMetered() {
		assertThat(read(Prices.class, "plain")).isNull();
		assertThat(this.methods.found()).isEmpty();
		find(Prices.class, "value");
		assertThat(this.methods.found()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "both, value and cost", "negative, the cost '-1'", "tooMuch, the cost '9007199254740992'",
			"fraction, the cost '1.5'", "text, 'the cost ''''abc'''''", "priceAndCost, both cost and price",
			"unknownPrice, the price 'nope'", "badTtl, the ttl 'soon'", "noTtl, the ttl '0s'",
			"badStatus, the commitOn '2xx'", "longNote, note of 241 characters", "syntax, no expression",
			"unknownVariable, '#nope'", "unknownIndex, '#a1'", "bareWord, 'acme'", "unknownInCall, '#nope'",
			"unknownBean, '@prices'", "unknownFunction, '#max('", "twiceTheSame, more than once",
			"lateKey, idempotencyKey", "privately, is private", "statically, is static", "finale, is final",
			"bean, no effect on the bean" })
	void whatCannotWorkIsRefusedAndNamed(String method, String message) {
		assertThatExceptionOfType(MisconfigurationException.class).isThrownBy(() -> read(Wrong.class, method))
			.withMessageContaining("Wrong." + method)
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.action()).isNotBlank());
	}

	@Test
	void meaningOfABareNameWithinASelectionIsLeftToIt() {
		assertThat(find(Prices.class, "selection").rules().get(0).cost().expression()).isNotNull();
	}

	@Test
	void plainMethodWithoutAWalletIsRefused() {
		assertThatExceptionOfType(MisconfigurationException.class).isThrownBy(() -> read(NoWallet.class, "work"))
			.withMessageContaining("NoWallet.work names no wallet")
			.satisfies((ex) -> assertThat(ex.action()).contains("wallet"));
		assertThatExceptionOfType(MisconfigurationException.class).isThrownBy(() -> read(NoHandler.class, "work"))
			.withMessageContaining("NoHandler.work names no wallet");
	}

	@Test
	void futureThatTellsNobodyIsRefused() {
		assertThatExceptionOfType(MisconfigurationException.class).isThrownBy(() -> read(Futures.class, "future"))
			.withMessageContaining("nobody is told")
			.satisfies((ex) -> assertThat(ex.action()).contains("CompletableFuture"));
	}

	@Test
	void publisherThatNoProxyMakesIsRefused() {
		for (String method : List.of("parallel", "connectable")) {
			assertThatExceptionOfType(MisconfigurationException.class).as(method)
				.isThrownBy(() -> read(Publishers.class, method))
				.withMessageContaining("a publisher of its own")
				.satisfies((ex) -> assertThat(ex.action()).contains("Flux"));
		}
		assertThat(read(Publishers.class, "core")).isNotNull();
	}

	@Test
	void classWithoutASubclassIsRefused() {
		for (Class<?> type : List.of(FinalClass.class, RecordClass.class, HiddenClass.class)) {
			assertThatExceptionOfType(MisconfigurationException.class).as(type.getName())
				.isThrownBy(() -> read(type, "work"))
				.withMessageContaining("has no effect, because its class");
		}
	}

	private List<Long> costs(String name) {
		return find(Prices.class, name).rules().stream().map((rule) -> rule.cost().fixed()).toList();
	}

	private MeteredMethod find(Class<?> type, String name) {
		MeteredMethod found = read(type, name);
		assertThat(found).isNotNull();
		return found;
	}

	private MeteredMethod read(Class<?> type, String name) {
		Method method = ReflectionUtils.findMethod(type, name, (Class<?>[]) null);
		assertThat(method).as(name).isNotNull();
		return this.methods.find(method, type).orElse(null);
	}

	@Metered("50")
	@Retention(RetentionPolicy.RUNTIME)
	@interface Expensive {

		@AliasFor(annotation = Metered.class, attribute = "value")
		String price() default "50";

	}

	@Metered(cost = "3", name = "a")
	@Metered(cost = "4", name = "b")
	@Retention(RetentionPolicy.RUNTIME)
	@interface Twice {

	}

	@RestController
	@SuppressWarnings("unused")
	static class Prices {

		void plain() {
		}

		@GetMapping
		@Metered
		void byDefault() {
		}

		@GetMapping
		@Metered("3")
		void value() {
		}

		@GetMapping
		@Metered(cost = " 0 ")
		void cost() {
		}

		@GetMapping
		@Metered(price = "echo")
		void priced() {
		}

		@GetMapping
		@Metered(ttl = "2m", commitOn = "200, 404", overrun = OverrunPolicy.DEBT, lateCommit = LateCommitPolicy.EXPIRED,
				onUnavailable = UnavailablePolicy.OPEN, onDisconnect = DisconnectPolicy.CANCEL,
				path = MeteringPath.LEASED, name = "tokens", note = "for the invoice")
		void everything() {
		}

		@GetMapping
		@Expensive
		void expensive() {
		}

		@GetMapping
		@Expensive(price = "60")
		void expensiveAsSaid() {
		}

		@GetMapping
		@Metered("1")
		@Metered(cost = "2", name = "more")
		void repeated() {
		}

		@GetMapping
		@Twice
		void repeatedByMeta() {
		}

		@GetMapping
		@Metered(cost = "5", condition = "#premium")
		@Metered("6")
		void exclusive(boolean premium) {
		}

		@GetMapping
		@Metered("#list.?[length() > 3].size() + {a: 1}.size() + args.length")
		void selection(List<String> list) {
		}

	}

	@Metered(cost = "2", wallet = "'w'")
	@SuppressWarnings("unused")
	static class OnClass {

		void inherits() {
			helper();
		}

		@Metered(cost = "9", wallet = "'w'")
		void own() {
		}

		private void helper() {
		}

		@Override
		public String toString() {
			return "";
		}

	}

	interface Contract {

		@Metered(cost = "4", wallet = "'w'")
		void byInterface();

	}

	static class Base {

		@Metered(cost = "5", wallet = "'w'")
		void bySuperclass() {
		}

	}

	static class Service extends Base implements Contract {

		@Override
		public void byInterface() {
		}

		@Override
		void bySuperclass() {
		}

	}

	@Metered
	@RestController
	static class MeteredController {

		@GetMapping
		void handler() {
		}

		@ExceptionHandler
		void onError(IllegalStateException ex) {
		}

	}

	@RestController
	@SuppressWarnings("unused")
	static class Wrong {

		@Metered(value = "1", cost = "2")
		void both() {
		}

		@Metered("-1")
		void negative() {
		}

		@Metered("9007199254740992")
		void tooMuch() {
		}

		@Metered("1.5")
		void fraction() {
		}

		@Metered("'abc'")
		void text() {
		}

		@Metered(cost = "1", price = "echo")
		void priceAndCost() {
		}

		@Metered(price = "nope")
		void unknownPrice() {
		}

		@Metered(ttl = "soon")
		void badTtl() {
		}

		@Metered(ttl = "0s")
		void noTtl() {
		}

		@Metered(commitOn = "2xx")
		void badStatus() {
		}

		@Metered(
				note = ".................................................................................................................................................................................................................................................")
		void longNote() {
		}

		@Metered("#a0 +")
		void syntax(int number) {
		}

		@Metered("#nope.size")
		void unknownVariable(String some) {
		}

		@Metered("#a1")
		void unknownIndex(String some) {
		}

		@Metered(wallet = "acme")
		void bareWord() {
		}

		@Metered("#some.substring(#nope).length()")
		void unknownInCall(String some) {
		}

		@Metered("@prices.of(#some)")
		void unknownBean(String some) {
		}

		@Metered("#max(#some)")
		void unknownFunction(int some) {
		}

		@Metered("1")
		@Metered("2")
		void twiceTheSame() {
		}

		@Metered("1")
		@Metered(cost = "2", name = "other", idempotencyKey = "'k'")
		void lateKey() {
		}

		@Metered
		private void privately() {
		}

		@Metered
		static void statically() {
		}

		@Metered(wallet = "'w'")
		final void finale() {
		}

		@Bean
		@Metered(wallet = "'w'")
		String bean() {
			return "";
		}

	}

	static class NoWallet {

		@Metered
		void work() {
		}

	}

	@Controller
	static class NoHandler {

		@Metered
		void work() {
		}

	}

	static class Futures {

		@Metered(wallet = "'w'")
		Future<String> future() {
			return null;
		}

	}

	static class Publishers {

		@Metered(wallet = "'w'")
		ParallelFlux<String> parallel() {
			return Flux.just("").parallel();
		}

		@Metered(wallet = "'w'")
		ConnectableFlux<String> connectable() {
			return Flux.just("").publish();
		}

		@Metered(wallet = "'w'")
		CorePublisher<String> core() {
			return Flux.just("");
		}

	}

	static final class FinalClass {

		@Metered(wallet = "'w'")
		void work() {
		}

	}

	record RecordClass() {

		@Metered(wallet = "'w'")
		public void work() {
		}

	}

	static class HiddenClass {

		private HiddenClass() {
		}

		@Metered(wallet = "'w'")
		void work() {
		}

	}

}
