package io.escrowmint.spring.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.escrowmint.model.Bytes;

/**
 * The binary form of a stored response. Version 1: a byte 1, a byte that tells whether
 * the response is kept, two bytes of status; if it is kept, two bytes of the number of
 * headers, each name and value with four bytes of length before it, and the body to the
 * end.
 */
final class StoredResponseFormat {

	/** Headers that are not kept, in lower case. */
	static final Set<String> UNKEPT = Set.of("connection", "content-length", "date", "idempotency-replayed",
			"keep-alive", "proxy-authenticate", "proxy-connection", "ratelimit", "ratelimit-policy", "server",
			"set-cookie", "set-cookie2", "te", "trailer", "transfer-encoding", "upgrade", "www-authenticate",
			"x-credits-cost");

	private static final int VERSION = 1;

	private StoredResponseFormat() {
	}

	static Bytes write(StoredResponse response) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeByte(VERSION);
			out.writeBoolean(response instanceof StoredResponse.Kept);
			out.writeShort(response.status());
			if (response instanceof StoredResponse.Kept kept) {
				out.writeShort(kept.fields().size());
				for (HttpField field : kept.fields()) {
					writeText(out, field.name());
					writeText(out, field.value());
				}
				out.write(kept.body().toArray());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return Bytes.of(bytes.toByteArray());
	}

	static StoredResponse read(Bytes encoded) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded.toArray()))) {
			int version = in.readUnsignedByte();
			boolean kept = in.readBoolean();
			int status = in.readUnsignedShort();
			if (version != VERSION || !kept) {
				return new StoredResponse.NotKept((version == VERSION) ? status : 0);
			}
			List<HttpField> fields = new ArrayList<>();
			for (int left = in.readUnsignedShort(); left > 0; left--) {
				fields.add(new HttpField(readText(in), readText(in)));
			}
			return new StoredResponse.Kept(status, fields, Bytes.of(in.readAllBytes()));
		}
		catch (IOException ex) {
			return new StoredResponse.NotKept(0);
		}
	}

	private static void writeText(DataOutputStream out, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		out.writeInt(bytes.length);
		out.write(bytes);
	}

	private static String readText(DataInputStream in) throws IOException {
		int length = in.readInt();
		if (length < 0 || length > in.available()) {
			throw new IOException("A text is longer than what is left");
		}
		return new String(in.readNBytes(length), StandardCharsets.UTF_8);
	}

}
