package io.escrowmint.spring.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StreamUtils;

/**
 * A request whose body can be digested in the middle: what was read by then was digested
 * on the way, the rest is read ahead for whoever reads it later.
 */
final class ReplayableRequest extends HttpServletRequestWrapper {

	private @Nullable DigestingInputStream stream;

	private @Nullable BufferedReader reader;

	ReplayableRequest(HttpServletRequest request) {
		super(request);
	}

	@Override
	public ServletInputStream getInputStream() throws IOException {
		return stream();
	}

	@Override
	public BufferedReader getReader() throws IOException {
		if (this.reader == null) {
			String encoding = getCharacterEncoding();
			Charset charset = (encoding != null) ? Charset.forName(encoding) : StandardCharsets.ISO_8859_1;
			this.reader = new BufferedReader(new InputStreamReader(stream(), charset));
		}
		return this.reader;
	}

	/**
	 * Digests the whole body.
	 * @param limit how many bytes may be unread
	 * @return its SHA-256, {@code null} if more is unread
	 * @throws IOException if it cannot be read
	 */
	byte @Nullable [] digest(int limit) throws IOException {
		return stream().digest(limit);
	}

	/**
	 * Digests the body of a form, whose parameters the container reads unless a filter or
	 * handler did.
	 * @return the SHA-256 of what was read here
	 */
	byte[] digestOfRead() throws IOException {
		return (this.stream != null) ? this.stream.digestOfRead()
				: DigestingInputStream.digestOf(StreamUtils.emptyInput());
	}

	private DigestingInputStream stream() throws IOException {
		if (this.stream == null) {
			this.stream = new DigestingInputStream(super.getInputStream());
		}
		return this.stream;
	}

}
