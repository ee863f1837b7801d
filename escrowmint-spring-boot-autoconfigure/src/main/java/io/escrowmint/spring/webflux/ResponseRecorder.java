package io.escrowmint.spring.webflux;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

import io.escrowmint.model.Bytes;
import io.escrowmint.spring.http.HttpField;
import io.escrowmint.spring.http.StoredResponse;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;

/**
 * Takes down the body of a response as it is written, up to a limit. Written to by one
 * publisher; read when that has ended. Headers that are as they were before the metered
 * call ran are not its own: whoever set them sets them again.
 */
final class ResponseRecorder {

	private final int limit;

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	private boolean lost;

	ResponseRecorder(int limit) {
		this.limit = limit;
	}

	synchronized void record(DataBuffer buffer) {
		if (this.lost || buffer.readableByteCount() > this.limit - this.body.size()) {
			lose();
			return;
		}
		byte[] bytes = new byte[buffer.readableByteCount()];
		int position = buffer.readPosition();
		buffer.read(bytes);
		buffer.readPosition(position);
		this.body.writeBytes(bytes);
	}

	/**
	 * Gives up: the response is streamed, or cannot be seen.
	 */
	synchronized void lose() {
		this.lost = true;
		this.body.reset();
	}

	/**
	 * Returns what to keep.
	 * @param status the status
	 * @param headers the headers
	 * @param before those of them that were there before the call ran
	 * @return the response or that there is none to show
	 */
	synchronized StoredResponse response(int status, HttpHeaders headers, HttpHeaders before) {
		if (this.lost) {
			return new StoredResponse.NotKept(status);
		}
		List<HttpField> fields = new ArrayList<>();
		headers.forEach((name, values) -> {
			if (!values.equals(before.get(name))) {
				values.forEach((value) -> fields.add(new HttpField(name, value)));
			}
		});
		return new StoredResponse.Kept(status, fields, Bytes.of(this.body.toByteArray()));
	}

}
