package io.escrowmint.apikey;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.escrowmint.model.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * API keys as text: one JSON object a line, with the hash of the key and never the key.
 * Fields are id, hash, wallet, label, created, expires and revoked; times are ISO 8601.
 * Unknown fields are skipped, so that later versions can add some.
 */
public final class ApiKeyLines {

	private ApiKeyLines() {
	}

	/**
	 * Writes records, each on a line of its own that ends with a line feed.
	 * @param records the records
	 * @param out where to; not closed
	 */
	public static void write(List<ApiKeyRecord> records, Appendable out) {
		try {
			for (ApiKeyRecord entry : records) {
				out.append(line(entry)).append('\n');
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads records. Blank lines are skipped.
	 * @param in where from; not closed
	 * @return the records
	 * @throws InvalidRequestException if a line is not a record; says which, and shows
	 * nothing of it
	 */
	public static List<ApiKeyRecord> read(Reader in) {
		List<ApiKeyRecord> records = new ArrayList<>();
		BufferedReader lines = new BufferedReader(in);
		try {
			int number = 1;
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (!line.isBlank()) {
					records.add(entry(line, number));
				}
				number++;
			}
			return records;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String line(ApiKeyRecord entry) {
		ApiKey key = entry.key();
		StringBuilder line = new StringBuilder("{");
		field(line, "id", key.id());
		field(line, "hash", entry.hash());
		field(line, "wallet", key.wallet());
		field(line, "label", key.label());
		field(line, "created", key.created().toString());
		field(line, "expires", text(key.expires()));
		field(line, "revoked", text(key.revoked()));
		return line.append('}').toString();
	}

	private static void field(StringBuilder line, String name, @Nullable String value) {
		if (value != null) {
			line.append((line.length() > 1) ? "," : "").append('"').append(name).append("\":");
			JsonLine.quote(value, line);
		}
	}

	private static ApiKeyRecord entry(String line, int number) {
		try {
			Map<String, String> fields = new JsonLine(line).fields();
			ApiKey key = new ApiKey(required(fields, "id"), required(fields, "wallet"),
					fields.getOrDefault("label", ""), Instant.parse(required(fields, "created")),
					time(fields.get("expires")), time(fields.get("revoked")));
			return new ApiKeyRecord(key, required(fields, "hash"));
		}
		catch (InvalidRequestException | DateTimeException ex) {
			throw new InvalidRequestException("line", number, "must be an exported API key as a JSON object");
		}
	}

	private static String required(Map<String, String> fields, String name) {
		String value = fields.get(name);
		if (value == null) {
			throw new InvalidRequestException(name, "absent", "is required");
		}
		return value;
	}

	private static @Nullable Instant time(@Nullable String text) {
		return (text != null) ? Instant.parse(text) : null;
	}

	private static @Nullable String text(@Nullable Instant time) {
		return (time != null) ? time.toString() : null;
	}

}
