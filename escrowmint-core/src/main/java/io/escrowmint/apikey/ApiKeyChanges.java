package io.escrowmint.apikey;

import java.time.Instant;
import java.util.List;

/**
 * What has changed since a version, in the order of the changes.
 *
 * @param known whether the store has ever been at the version from which it was asked; if
 * it was not, or cannot tell, its reader may know what the store has lost since, and has
 * to begin anew
 * @param epoch changes when the store begins anew, such as after it was emptied
 * @param version the version of the store; grows with each change
 * @param purged the highest version of a record that was purged: a reader who has not
 * come that far cannot learn of it any more
 * @param time the store's time when it answered, in whole milliseconds
 * @param records the records as they are now, each at its latest change
 * @param position the version up to which these records go
 * @param more whether there are further ones
 */
public record ApiKeyChanges(boolean known, String epoch, long version, long purged, Instant time,
		List<ApiKeyRecord> records, long position, boolean more) {

	public ApiKeyChanges {
		records = List.copyOf(records);
	}

}
