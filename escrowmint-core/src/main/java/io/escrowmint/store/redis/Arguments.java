package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.escrowmint.model.Bytes;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Trace;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one command, as a script reads them: text, whole numbers as decimal
 * text, "" for what is absent.
 */
final class Arguments {

	private static final byte[] ABSENT = new byte[0];

	private static final byte[] YES = { '1' };

	private static final byte[] NO = { '0' };

	private final List<byte[]> values = new ArrayList<>(10);

	Arguments number(long value) {
		this.values.add(Long.toString(value).getBytes(StandardCharsets.ISO_8859_1));
		return this;
	}

	Arguments optionalNumber(@Nullable Long value) {
		return (value != null) ? number(value) : absent();
	}

	Arguments millis(Duration value) {
		return number(value.toMillis());
	}

	Arguments text(@Nullable String value) {
		this.values.add((value != null) ? KeySpace.utf8(value) : ABSENT);
		return this;
	}

	Arguments flag(boolean value) {
		this.values.add(value ? YES : NO);
		return this;
	}

	Arguments bytes(@Nullable Bytes value) {
		this.values.add((value != null) ? value.toArray() : ABSENT);
		return this;
	}

	Arguments identity(@Nullable OperationId value) {
		return (value != null) ? text(value.value()).flag(value.isCallerNamed()) : absent().absent();
	}

	Arguments absent() {
		this.values.add(ABSENT);
		return this;
	}

	/**
	 * Adds the trace, always last, and ends the list after the last present argument.
	 */
	List<byte[]> trace(Trace trace) {
		return text(trace.requestId()).text(trace.note()).list();
	}

	List<byte[]> list() {
		int size = this.values.size();
		while (size > 0 && this.values.get(size - 1).length == 0) {
			size--;
		}
		return this.values.subList(0, size);
	}

}
