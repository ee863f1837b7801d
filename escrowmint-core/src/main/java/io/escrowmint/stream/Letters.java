package io.escrowmint.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Where the dead letters of one reader lie. Thread-safe.
 */
interface Letters {

	/**
	 * Lists dead letters, oldest first.
	 */
	List<DeadLetter> list(@Nullable String after, int limit);

	/**
	 * Finds the fields of a dead letter.
	 */
	Optional<Map<String, byte[]>> find(String id);

	/**
	 * Forgets a dead letter.
	 * @return whether it was there
	 */
	boolean discard(String id);

}
