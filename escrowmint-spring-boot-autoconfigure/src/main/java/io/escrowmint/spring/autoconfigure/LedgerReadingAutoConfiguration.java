package io.escrowmint.spring.autoconfigure;

import javax.sql.DataSource;

import io.escrowmint.ledger.Ledger;
import io.escrowmint.ledger.jdbc.JdbcLedger;
import io.escrowmint.ledger.jdbc.JdbcLedgerStore;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Statements, totals and exports from the ledger, where there is one. An instance that
 * lands nothing itself can read too.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass(JdbcTemplate.class)
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnBooleanProperty("escrowmint.ledger.enabled")
public final class LedgerReadingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Ledger escrowMintLedger(DataSource dataSource, Environment environment) {
		String prefix = environment.getProperty("escrowmint.ledger.table-prefix", JdbcLedgerStore.TABLE_PREFIX);
		return EscrowMintProperties.checked(() -> new JdbcLedger(dataSource, prefix));
	}

}
