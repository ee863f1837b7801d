package io.escrowmint.store;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Limits;
import io.escrowmint.model.Query;

/**
 * The rules for what is asked of a store beside commands and queries, the same on every
 * engine. Each method returns its argument, or throws {@link InvalidRequestException}.
 */
public final class StoreArguments {

	private static final Pattern POSITION = Pattern.compile("\\d{1,15}-\\d{1,15}");

	private StoreArguments() {
	}

	/**
	 * Checks the name of a reader.
	 * @param reader 1 to 256 bytes of UTF-8
	 * @return the name
	 */
	public static String reader(String reader) {
		int bytes = reader.getBytes(StandardCharsets.UTF_8).length;
		if (bytes == 0 || bytes > Limits.MAX_NAME_BYTES) {
			throw new InvalidRequestException("reader", reader,
					"must be 1 to " + Limits.MAX_NAME_BYTES + " bytes of UTF-8, but is " + bytes);
		}
		return reader;
	}

	/**
	 * Checks the position of a frame.
	 * @param position two numbers with a dash between them
	 * @return the position
	 */
	public static String position(String position) {
		if (!POSITION.matcher(position).matches()) {
			throw new InvalidRequestException("position", position, "must be two numbers with a dash between them");
		}
		return position;
	}

	/**
	 * Checks the name of a wallet.
	 * @param wallet what a command would take
	 * @return the name
	 */
	public static String wallet(String wallet) {
		return new Query.OfWallet(wallet).wallet();
	}

	/**
	 * Checks why a wallet is fenced.
	 * @param reason 1 to 240 characters
	 * @return the reason
	 */
	public static String reason(String reason) {
		int length = reason.codePointCount(0, reason.length());
		if (length == 0 || length > Limits.MAX_NOTE_CHARACTERS) {
			throw new InvalidRequestException("reason", reason,
					"must be 1 to " + Limits.MAX_NOTE_CHARACTERS + " characters, but is " + length);
		}
		return reason;
	}

	/**
	 * Checks how many are wanted at most.
	 * @param limit 1 or more
	 * @return the limit
	 */
	public static int limit(int limit) {
		if (limit < 1) {
			throw new InvalidRequestException("limit", limit, "must be 1 or more");
		}
		return limit;
	}

	/**
	 * Checks the number of a partition.
	 * @param partition 0 to {@code partitions - 1}
	 * @param partitions how many there are
	 * @return the number
	 */
	public static int partition(int partition, int partitions) {
		if (partition < 0 || partition >= partitions) {
			throw new InvalidRequestException("partition", partition, "must be between 0 and " + (partitions - 1));
		}
		return partition;
	}

}
