package io.escrowmint.stream;

import io.escrowmint.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;

import static org.assertj.core.api.Assertions.assertThat;

class PostgreSqlStreamTests extends SqlStreamContract {

	PostgreSqlStreamTests() {
		super(TestDatabase.postgres(), "postgresql");
	}

	@Test
	void messageWhoseHandlerCatchesWhatAbortsItsTransactionIsPoisonAlone() {
		this.jdbc.execute("create table if not exists once (number bigint primary key)");
		this.jdbc.execute("insert into once (number) values (3)");
		ProcessorDefinition landing = landing((number) -> {
			if (number == 3) {
				try {
					this.jdbc.update("insert into once (number) values (3)");
				}
				catch (DuplicateKeyException ex) {
					assertThat(ex).hasMessageContaining("once");
				}
			}
		});
		landsAllButThree(landing, "duplicate key");
	}

	@Test
	void messageThatATriggerRefusesAtTheCommitIsPoisonAlone() {
		this.jdbc.execute("""
				create or replace function refuse() returns trigger language plpgsql
				as $$ begin raise exception 'no threes'; end $$""");
		this.jdbc.execute("create table if not exists checked (number bigint)");
		this.jdbc.execute("""
				create constraint trigger refusing after insert on checked deferrable initially deferred
				for each row execute function refuse()""");
		ProcessorDefinition landing = landing((number) -> {
			if (number == 3) {
				this.jdbc.update("insert into checked (number) values (3)");
			}
		});
		landsAllButThree(landing, "no threes");
	}

}
