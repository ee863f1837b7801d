package io.escrowmint.spring.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.escrowmint.ledger.LedgerFinding;
import io.escrowmint.ledger.LedgerListener;
import io.escrowmint.ledger.jdbc.LedgerSchema;
import io.escrowmint.store.FailureTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.core.io.Resource;

/**
 * Creates the tables of the ledger at the start, where that is wanted, before anything
 * that uses them. A database that is away then gets them when it is back, as soon as the
 * pump has failed for want of them.
 */
final class LedgerSchemaInitializer extends SchemaInitializer implements LedgerListener {

	private static final Logger logger = LoggerFactory.getLogger(LedgerSchemaInitializer.class);

	private final String tablePrefix;

	/** Used by whoever starts the pump, and from then on by its thread only. */
	private volatile boolean missed;

	LedgerSchemaInitializer(DataSource dataSource, LedgerProperties properties) {
		super(dataSource, properties.initializeSchema(), () -> locations(dataSource, properties));
		this.tablePrefix = properties.checkedTablePrefix();
	}

	/** A database that is away is none of this process, and no reason not to start. */
	@Override
	public void afterPropertiesSet() throws Exception {
		try {
			super.afterPropertiesSet();
		}
		catch (RuntimeException ex) {
			if (isReachable()) {
				// It says the same again, unless it was away a moment ago.
				super.afterPropertiesSet();
				return;
			}
			this.missed = true;
			logger.warn("The database of the ledger cannot be reached; the start goes on, and the tables are "
					+ "created when it is back: {}", FailureTypes.of(ex));
		}
	}

	@Override
	public void failed() {
		createMissed();
	}

	/**
	 * Creates the tables if the database was away when it was time for that and is back.
	 * @return whether they were created now
	 */
	boolean createMissed() {
		if (!this.missed || !isReachable()) {
			return false;
		}
		initializeDatabase();
		this.missed = false;
		logger.info("The database of the ledger is back, and has its tables");
		return true;
	}

	@Override
	public void found(LedgerFinding finding) {
		// whatever it is, there are tables
	}

	private boolean isReachable() {
		try (Connection connection = getDataSource().getConnection()) {
			return true;
		}
		catch (SQLException | RuntimeException ex) {
			return false;
		}
	}

	@Override
	protected void runScripts(Scripts scripts) {
		List<Resource> renamed = new ArrayList<>();
		scripts.forEach((script) -> renamed.add(LedgerSchema.withPrefix(script, this.tablePrefix)));
		super.runScripts(new Scripts(renamed).continueOnError(scripts.isContinueOnError())
			.separator(scripts.getSeparator())
			.encoding(scripts.getEncoding()));
	}

	private static List<String> locations(DataSource dataSource, LedgerProperties properties) {
		PlatformPlaceholderDatabaseDriverResolver resolver = new PlatformPlaceholderDatabaseDriverResolver();
		String[] schema = properties.schema().toArray(String[]::new);
		return (properties.platform() != null) ? resolver.resolveAll(properties.platform(), schema)
				: resolver.resolveAll(dataSource, schema);
	}

}
