package io.escrowmint.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.escrowmint.QuotaService;
import io.escrowmint.ReactiveQuotaService;
import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreDecorator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

class DecoratedStoreTests {

	private final ApplicationContextRunner memory = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EscrowMintAutoConfiguration.class, MemoryStoreAutoConfiguration.class))
		.withPropertyValues("escrowmint.store=memory");

	@Test
	void withoutDecoratorsItIsTheStoreItself() {
		this.memory.run((context) -> assertThat(context.getBean(DecoratedStore.class).store())
			.isSameAs(context.getBean(QuotaStore.class)));
	}

	@Test
	void firstDecoratorIsTheOutermostForBothServices() {
		this.memory.withUserConfiguration(TwoDecorators.class).run((context) -> {
			List<String> heard = context.getBean(TwoDecorators.class).heard;
			context.getBean(QuotaService.class).topUp("wallet", 1);
			assertThat(heard).containsExactly("outer", "inner");
			context.getBean(ReactiveQuotaService.class).tryConsume("wallet", 1).block();
			assertThat(heard).containsExactly("outer", "inner", "outer", "inner");
		});
	}

	@Test
	void storeRemainsTheOnlyOneOfItsType() {
		this.memory.withUserConfiguration(TwoDecorators.class)
			.run((context) -> assertThat(context).hasSingleBean(QuotaStore.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDecorators {

		final List<String> heard = new ArrayList<>();

		@Bean
		@Order(2)
		StoreDecorator inner() {
			return (store) -> new Telling("inner", store, this.heard);
		}

		@Bean
		@Order(1)
		StoreDecorator outer() {
			return (store) -> new Telling("outer", store, this.heard);
		}

	}

	private record Telling(String name, QuotaStore store, List<String> heard) implements QuotaStore {

		@Override
		public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
			this.heard.add(this.name);
			return this.store.execute(command);
		}

		@Override
		public <R> CompletionStage<R> query(Query<R> query) {
			return this.store.query(query);
		}

	}

}
