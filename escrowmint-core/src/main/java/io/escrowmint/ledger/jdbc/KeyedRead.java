package io.escrowmint.ledger.jdbc;

import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads the rows of many keys.
 *
 * @param <K> a key
 * @param <T> what a row becomes
 */
interface KeyedRead<K, T> {

	/**
	 * Reads the rows there are.
	 */
	List<T> read(JdbcTemplate jdbc, List<K> keys);

}
