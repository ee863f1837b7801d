package io.escrowmint.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.escrowmint.ledger.jdbc.LedgerSchema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.Resource;

/**
 * Creates the tables of the ledger at the start, where that is wanted, before anything
 * that uses them.
 */
final class LedgerSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	private static final Logger logger = LoggerFactory.getLogger(LedgerSchemaInitializer.class);

	private final String tablePrefix;

	LedgerSchemaInitializer(DataSource dataSource, LedgerProperties properties) {
		super(dataSource, settings(dataSource, properties));
		this.tablePrefix = properties.checkedTablePrefix();
	}

	@Override
	protected void runScripts(Scripts scripts) {
		List<Resource> renamed = new ArrayList<>();
		scripts.forEach((script) -> renamed.add(LedgerSchema.withPrefix(script, this.tablePrefix)));
		super.runScripts(new Scripts(renamed).continueOnError(scripts.isContinueOnError())
			.separator(scripts.getSeparator())
			.encoding(scripts.getEncoding()));
	}

	private static DatabaseInitializationSettings settings(DataSource dataSource, LedgerProperties properties) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		boolean wanted = isWanted(dataSource, properties.initializeSchema());
		settings.setMode(wanted ? DatabaseInitializationMode.ALWAYS : DatabaseInitializationMode.NEVER);
		if (wanted) {
			settings.setSchemaLocations(locations(dataSource, properties));
		}
		return settings;
	}

	/** A database that is away is none of this process, and no reason not to start. */
	private static boolean isWanted(DataSource dataSource, DatabaseInitializationMode mode) {
		if (mode != DatabaseInitializationMode.EMBEDDED) {
			return mode == DatabaseInitializationMode.ALWAYS;
		}
		try {
			return EmbeddedDatabaseConnection.isEmbedded(dataSource);
		}
		catch (RuntimeException ex) {
			logger.debug("The database does not say whether it is embedded", ex);
			return false;
		}
	}

	private static List<String> locations(DataSource dataSource, LedgerProperties properties) {
		PlatformPlaceholderDatabaseDriverResolver resolver = new PlatformPlaceholderDatabaseDriverResolver();
		String[] schema = properties.schema().toArray(String[]::new);
		return (properties.platform() != null) ? resolver.resolveAll(properties.platform(), schema)
				: resolver.resolveAll(dataSource, schema);
	}

}
