package io.escrowmint.apikey.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.escrowmint.apikey.ApiKey;
import io.escrowmint.apikey.ApiKeyChanges;
import io.escrowmint.apikey.ApiKeyRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the scripts reply.
 */
final class ApiKeyReplies {

	private static final int FIELDS = 7;

	private static final int CHANGES_HEAD = 7;

	private ApiKeyReplies() {
	}

	static List<ApiKeyRecord> records(List<Object> reply, int from) {
		List<ApiKeyRecord> records = new ArrayList<>();
		for (int at = from; at + FIELDS <= reply.size(); at += FIELDS) {
			ApiKey key = new ApiKey(text(reply, at), text(reply, at + 2), text(reply, at + 3),
					Instant.ofEpochMilli(number(reply, at + 4)), time(reply, at + 5), time(reply, at + 6));
			records.add(new ApiKeyRecord(key, text(reply, at + 1)));
		}
		return records;
	}

	static ApiKeyChanges changes(List<Object> reply) {
		return new ApiKeyChanges(number(reply, 0) == 1, text(reply, 1), number(reply, 2), number(reply, 3),
				Instant.ofEpochMilli(number(reply, 4)), records(reply, CHANGES_HEAD), number(reply, 5),
				number(reply, 6) == 1);
	}

	static String text(List<Object> reply, int index) {
		Object value = reply.get(index);
		return (value instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
	}

	static long number(List<Object> reply, int index) {
		return Long.parseLong(text(reply, index));
	}

	private static @Nullable Instant time(List<Object> reply, int index) {
		long millis = number(reply, index);
		return (millis > 0) ? Instant.ofEpochMilli(millis) : null;
	}

}
