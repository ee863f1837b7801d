package io.escrowmint.spring.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

import io.escrowmint.spring.http.RequestFingerprint;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StreamUtils;

/**
 * A request whose body can be digested in the middle: what was read by then was digested
 * on the way, the rest is read ahead for whoever reads it later.
 */
final class ReplayableRequest extends HttpServletRequestWrapper {

	private final String sentMethod;

	private final String sentUri;

	private final @Nullable String sentQuery;

	private @Nullable DigestingInputStream stream;

	private @Nullable BufferedReader reader;

	private @Nullable FormParameters form;

	private boolean partsParsed;

	private boolean parametersParsed;

	private boolean partsRefused;

	private boolean streamRefused;

	private @Nullable HttpServletResponse response;

	ReplayableRequest(HttpServletRequest request) {
		super(request);
		this.sentMethod = request.getMethod();
		this.sentUri = request.getRequestURI();
		this.sentQuery = request.getQueryString();
	}

	/**
	 * Begins the fingerprint with what the client has asked for. Behind a forward or a
	 * dispatch some containers tell here what that leads to.
	 * @return the begin
	 */
	RequestFingerprint fingerprint() {
		return RequestFingerprint.of(this.sentMethod, this.sentUri, this.sentQuery);
	}

	/**
	 * Goes on with what a dispatch has brought.
	 * @param request the request
	 * @param response the response that is watched
	 */
	void attach(HttpServletRequest request, HttpServletResponse response) {
		setRequest(request);
		this.response = response;
	}

	// The container would go on with a response of its own, which nobody watches.
	@Override
	public AsyncContext startAsync() {
		return (this.response != null) ? startAsync(this, this.response) : super.startAsync();
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
	 * Digests the body of a form. Unless the container has read it, its parameters come
	 * from the copy that is made here.
	 * @param limit how many bytes may be unread
	 * @return the SHA-256 of what the container has not read, {@code null} if it is more
	 * @throws IOException if it cannot be read
	 */
	byte @Nullable [] digestForm(int limit) throws IOException {
		byte[] digest = stream().digest(limit);
		byte[] read = stream().readAhead();
		if (this.form == null && read.length > 0 && getMethod().equals("POST")) {
			this.form = FormParameters.of(read, getCharacterEncoding());
		}
		return digest;
	}

	/**
	 * Digests what was read here.
	 * @return the SHA-256, of nothing if nothing was
	 */
	byte[] digestOfRead() throws IOException {
		return (this.stream != null) ? this.stream.digestOfRead()
				: DigestingInputStream.digestOf(StreamUtils.emptyInput());
	}

	/**
	 * Tells whether the application has had the container parse the parts of the body.
	 * @return {@code true} if it has asked here
	 */
	boolean isParsed() {
		return this.partsParsed;
	}

	/**
	 * Tells whether some of the body was read here.
	 * @return {@code true} if the container cannot parse all of it any more
	 */
	boolean hasRead() {
		return this.stream != null && this.stream.hasRead();
	}

	/**
	 * Tells whether all of a body of several parts comes from here, and reads it ahead.
	 * Where nobody says how long it is, it does if it begins with a boundary.
	 * @param limit how many bytes may be unread
	 * @return {@code false} if the container has read some of it, or more is unread
	 */
	boolean isWhole(int limit) throws IOException {
		if (digest(limit) == null) {
			return false;
		}
		long length = getContentLengthLong();
		byte[] read = stream().readAhead();
		return (length >= 0) ? read.length == length : read.length > 1 && read[0] == '-' && read[1] == '-';
	}

	/**
	 * Has the container parse the parts of a form, if nobody has. Then it is of no use to
	 * read the body any more.
	 */
	Collection<Part> parseParts() throws IOException, ServletException {
		Collection<Part> parts = super.getParts();
		// Without a configuration, Tomcat says that there are none if it was asked for
		// parameters before.
		if (!parts.isEmpty() && !this.partsParsed && !this.parametersParsed) {
			this.streamRefused = true;
			if (this.stream != null) {
				this.stream.refuse();
			}
		}
		return parts;
	}

	/**
	 * Returns the parts of a body that somebody may have had parsed before this request
	 * was here.
	 */
	Collection<Part> parsedParts() throws IOException, ServletException {
		Collection<Part> parts = super.getParts();
		this.partsParsed |= !parts.isEmpty();
		return parts;
	}

	/**
	 * Refuses to have the parts parsed of what was read ahead: the container would say
	 * that there are none.
	 */
	void refuseParts() {
		this.partsRefused = !this.partsParsed && this.stream != null && this.stream.readAhead().length > 0;
	}

	@Override
	public Collection<Part> getParts() throws IOException, ServletException {
		demandParts();
		Collection<Part> parts = super.getParts();
		this.partsParsed = true;
		return parts;
	}

	@Override
	public @Nullable Part getPart(String name) throws IOException, ServletException {
		demandParts();
		Part part = super.getPart(name);
		this.partsParsed = true;
		return part;
	}

	private void demandParts() {
		if (this.partsRefused) {
			throw new IllegalStateException("The body of several parts was read to compare it with that of its "
					+ "Idempotency-Key; have its parts resolved before the metered method is called, or send no key");
		}
	}

	@Override
	public @Nullable String getParameter(String name) {
		String @Nullable [] values = getParameterValues(name);
		return (values != null && values.length > 0) ? values[0] : null;
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		this.parametersParsed = true;
		return (this.form != null) ? this.form.behind(super.getParameterMap()) : super.getParameterMap();
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return Collections.enumeration(getParameterMap().keySet());
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		return getParameterMap().get(name);
	}

	private DigestingInputStream stream() throws IOException {
		if (this.stream == null) {
			this.stream = new DigestingInputStream(super.getInputStream(), this::runLate);
			if (this.streamRefused) {
				this.stream.refuse();
			}
		}
		return this.stream;
	}

	// At the end of a dispatch containers call the listener to a body that is at its end;
	// Tomcat calls none that comes later.
	private void runLate(Runnable call) {
		MeteredRequest metered = MeteredRequest.find(this);
		if (metered != null && !metered.watch().isInDispatch()) {
			getAsyncContext().start(call);
		}
	}

}
