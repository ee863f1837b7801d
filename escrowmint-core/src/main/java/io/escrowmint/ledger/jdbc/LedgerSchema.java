package io.escrowmint.ledger.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * The tables of the ledger, as scripts: one per version and platform, to be run in order.
 * They only add what is missing, so they may be run again at any time.
 */
public final class LedgerSchema {

	private LedgerSchema() {
	}

	/**
	 * Returns where the scripts lie, oldest version first.
	 * @param platform {@code postgresql}, {@code mariadb}, {@code mysql} or {@code h2}
	 * @return places on the class path
	 */
	public static List<String> locations(String platform) {
		return IntStream.rangeClosed(1, JdbcLedgerStore.SCHEMA_VERSION)
			.mapToObj((version) -> "io/escrowmint/ledger/jdbc/schema-v" + version + "-" + platform + ".sql")
			.toList();
	}

	/**
	 * Checks what the names of all tables are to begin with.
	 * @param tablePrefix letters, digits and underscores
	 * @return the prefix
	 */
	public static String tablePrefix(String tablePrefix) {
		return new LedgerTables(tablePrefix).prefix();
	}

	/**
	 * Returns a script with other names of tables.
	 * @param script a script in which all names begin with
	 * {@link JdbcLedgerStore#TABLE_PREFIX}
	 * @param tablePrefix what they begin with instead
	 * @return the changed script
	 */
	public static Resource withPrefix(Resource script, String tablePrefix) {
		String prefix = tablePrefix(tablePrefix);
		try {
			String text = script.getContentAsString(StandardCharsets.UTF_8);
			return new ByteArrayResource(
					text.replace(JdbcLedgerStore.TABLE_PREFIX, prefix).getBytes(StandardCharsets.UTF_8),
					script.getDescription());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + script.getDescription(), ex);
		}
	}

	/**
	 * Creates the tables, or what is missing of them.
	 * @param dataSource the database
	 * @param tablePrefix what the names of all tables begin with
	 */
	public static void create(DataSource dataSource, String tablePrefix) {
		ResourceDatabasePopulator populator = new ResourceDatabasePopulator();
		populator.setSqlScriptEncoding(StandardCharsets.UTF_8.name());
		for (String location : locations(platform(dataSource))) {
			populator.addScript(withPrefix(new ClassPathResource(location), tablePrefix));
		}
		DatabasePopulatorUtils.execute(populator, dataSource);
	}

	private static String platform(DataSource dataSource) {
		try {
			return LedgerDialect.of(dataSource).platform();
		}
		catch (MetaDataAccessException ex) {
			throw new IllegalStateException("The database does not say what it is", ex);
		}
	}

}
