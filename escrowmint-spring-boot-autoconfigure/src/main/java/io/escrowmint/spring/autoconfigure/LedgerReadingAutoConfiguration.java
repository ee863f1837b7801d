package io.escrowmint.spring.autoconfigure;

import javax.sql.DataSource;

import io.escrowmint.ledger.Ledger;
import io.escrowmint.ledger.jdbc.JdbcLedger;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Statements, totals and exports from the ledger, where there is one. An instance that
 * lands nothing itself can read too.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({ JdbcTemplate.class, DataSourceScriptDatabaseInitializer.class })
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnBooleanProperty("escrowmint.ledger.enabled")
@EnableConfigurationProperties(LedgerProperties.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
public final class LedgerReadingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	Ledger escrowMintLedger(DataSource dataSource, LedgerProperties properties) {
		return new JdbcLedger(dataSource, properties.checkedTablePrefix());
	}

}
