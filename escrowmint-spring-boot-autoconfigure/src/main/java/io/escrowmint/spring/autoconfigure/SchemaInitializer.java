package io.escrowmint.spring.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;

/**
 * Creates tables at the start, where that is wanted. Only there is the database asked
 * what kind it is: where somebody else creates them, it may be away.
 */
class SchemaInitializer extends DataSourceScriptDatabaseInitializer {

	private final DatabaseInitializationSettings settings;

	private final Supplier<List<String>> scripts;

	/**
	 * Creates the initializer.
	 * @param dataSource the database
	 * @param mode when tables are created
	 * @param scripts what creates them; may ask the database
	 */
	SchemaInitializer(DataSource dataSource, DatabaseInitializationMode mode, Supplier<List<String>> scripts) {
		this(dataSource, new DatabaseInitializationSettings(), scripts);
		this.settings.setMode(mode);
	}

	private SchemaInitializer(DataSource dataSource, DatabaseInitializationSettings settings,
			Supplier<List<String>> scripts) {
		super(dataSource, settings);
		this.settings = settings;
		this.scripts = scripts;
	}

	@Override
	public boolean initializeDatabase() {
		DatabaseInitializationMode mode = this.settings.getMode();
		boolean wanted = (mode == DatabaseInitializationMode.EMBEDDED) ? isEmbeddedDatabase()
				: mode == DatabaseInitializationMode.ALWAYS;
		if (!wanted) {
			return false;
		}
		this.settings.setSchemaLocations(this.scripts.get());
		return super.initializeDatabase();
	}

}
