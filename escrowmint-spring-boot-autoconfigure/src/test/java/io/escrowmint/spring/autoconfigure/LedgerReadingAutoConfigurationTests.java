package io.escrowmint.spring.autoconfigure;

import java.util.UUID;

import javax.sql.DataSource;

import io.escrowmint.ledger.Ledger;
import io.escrowmint.ledger.LedgerFilter;
import io.escrowmint.ledger.StatementRequest;
import io.escrowmint.ledger.jdbc.JdbcLedger;
import io.escrowmint.ledger.jdbc.LedgerSchema;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ledger can be read where there is one.
 */
class LedgerReadingAutoConfigurationTests {

	private final ApplicationContextRunner bare = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(DataSourceAutoConfiguration.class, LedgerReadingAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.bare
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID());

	private final ApplicationContextRunner enabled = this.runner.withPropertyValues("escrowmint.ledger.enabled=true");

	@Test
	void ledgerIsReadFromTheTablesOfTheApplication() {
		this.enabled.withPropertyValues("escrowmint.ledger.table-prefix=credits_").run((context) -> {
			LedgerSchema.create(context.getBean(DataSource.class), "credits_");
			Ledger ledger = context.getBean(Ledger.class);
			assertThat(ledger.statement(StatementRequest.of("w")).entries()).isEmpty();
			assertThat(ledger.totals(LedgerFilter.all()).all().entries()).isZero();
		});
	}

	@Test
	void tablesAreThereAlsoIfBeansAreLazy() {
		this.enabled
			.withConfiguration(AutoConfigurations.of(EscrowMintAutoConfiguration.class,
					MemoryStoreAutoConfiguration.class, LedgerAutoConfiguration.class))
			.withPropertyValues("escrowmint.store=memory", "escrowmint.ledger.pump.enabled=false")
			.withInitializer(LazyBeans::initialize)
			.run((context) -> assertThat(context.getBean(Ledger.class).totals(LedgerFilter.all()).all().entries())
				.isZero());
	}

	@Test
	void withoutALedgerThereIsNothingToRead() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(Ledger.class));
		this.runner.withPropertyValues("escrowmint.ledger.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Ledger.class));
	}

	@Test
	void severalDataSourcesWithoutAPrimaryOneAreNobodysChoice() {
		this.bare.withPropertyValues("escrowmint.ledger.enabled=true")
			.withBean("first", DataSource.class, DriverManagerDataSource::new)
			.withBean("second", DataSource.class, DriverManagerDataSource::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Ledger.class));
	}

	@Test
	void withoutSpringJdbcThereIsNothing() {
		this.enabled.withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Ledger.class));
	}

	@Test
	void ledgerOfTheUserReplacesOurs() {
		Ledger mine = new JdbcLedger(new DriverManagerDataSource("jdbc:h2:mem:mine"), "mine_");
		this.enabled.withBean("mine", Ledger.class, () -> mine)
			.run((context) -> assertThat(context.getBean(Ledger.class)).isSameAs(mine));
	}

	@Test
	void wrongPrefixIsNamed() {
		this.enabled.withPropertyValues("escrowmint.ledger.table-prefix=a b")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("escrowmint.ledger.table-prefix"));
	}

}
