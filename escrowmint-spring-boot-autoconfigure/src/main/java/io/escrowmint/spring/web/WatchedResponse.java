package io.escrowmint.spring.web;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * Passes everything on, and tells a {@link ResponseWatch} what passes and whether the
 * client takes it: a body that is written in one piece hides a lost client from everyone
 * else.
 */
final class WatchedResponse extends HttpServletResponseWrapper {

	private final ResponseWatch watch;

	private @Nullable WatchedOutputStream stream;

	/** Whether the container has been told to forget that it gave the stream. */
	private boolean streamForgotten;

	private @Nullable PrintWriter writer;

	/** The last one that is known. */
	private volatile int status = SC_OK;

	/** Of the writer: once there is one, it does not change any more. */
	private @Nullable String encoding;

	WatchedResponse(HttpServletResponse response, ResponseWatch watch) {
		super(response);
		this.watch = watch;
	}

	boolean isStreaming() {
		String type = getContentType();
		return type != null && type.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
	}

	/**
	 * Returns the last status that is known, if the container has taken the response
	 * back: one that finds a connection broken may do so before the thread that wrote
	 * hears of it, and tells nobody.
	 */
	@Override
	public int getStatus() {
		noteStatus();
		return this.status;
	}

	/**
	 * Remembers the status.
	 * @return {@code false} if the response is the container's again, and of no use any
	 * more
	 */
	boolean noteStatus() {
		try {
			this.status = super.getStatus();
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		if (this.stream == null) {
			this.stream = new WatchedOutputStream(super.getOutputStream(), this.watch, this);
		}
		else if (this.streamForgotten) {
			this.stream.goOnWith(super.getOutputStream());
		}
		this.streamForgotten = false;
		return this.stream;
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		if (this.writer == null) {
			// As the container does: from now on the encoding is part of the type.
			String chosen = getCharacterEncoding();
			this.encoding = chosen;
			keepEncoding();
			this.writer = new PrintWriter(new WatchedWriter(getOutputStream(), Charset.forName(chosen)));
		}
		return this.writer;
	}

	@Override
	public void setContentType(@Nullable String type) {
		super.setContentType(type);
		keepEncoding();
	}

	@Override
	public void setCharacterEncoding(@Nullable String encoding) {
		super.setCharacterEncoding(encoding);
		keepEncoding();
	}

	@Override
	public void setCharacterEncoding(@Nullable Charset encoding) {
		super.setCharacterEncoding(encoding);
		keepEncoding();
	}

	@Override
	public void setHeader(String name, @Nullable String value) {
		super.setHeader(name, value);
		if (name.equalsIgnoreCase("Content-Type")) {
			keepEncoding();
		}
	}

	private void keepEncoding() {
		if (this.encoding != null) {
			super.setCharacterEncoding(this.encoding);
		}
	}

	@Override
	public void flushBuffer() throws IOException {
		if (this.watch.defersFlush(this)) {
			return;
		}
		release();
		noteStatus();
		try {
			super.flushBuffer();
		}
		catch (IOException ex) {
			this.watch.broken(this);
			throw ex;
		}
	}

	/**
	 * Writes what its stream has kept back.
	 */
	void release() throws IOException {
		if (this.stream != null) {
			this.stream.release();
		}
	}

	/**
	 * Writes what its stream has kept back, and flushes what was to be flushed: the
	 * response goes on after the dispatch.
	 */
	void goOn() throws IOException {
		if (this.stream != null) {
			this.stream.goOn();
		}
		else if (this.watch.takeDeferredFlush()) {
			flushBuffer();
		}
	}

	@Override
	public void sendError(int status) throws IOException {
		this.watch.replaced();
		super.sendError(status);
	}

	@Override
	public void sendError(int status, @Nullable String message) throws IOException {
		this.watch.replaced();
		super.sendError(status, message);
	}

	@Override
	public void sendRedirect(String location) throws IOException {
		super.sendRedirect(location);
		redirected(true);
	}

	@Override
	public void sendRedirect(String location, int status) throws IOException {
		super.sendRedirect(location, status);
		redirected(true);
	}

	@Override
	public void sendRedirect(String location, boolean clearBuffer) throws IOException {
		redirecting(clearBuffer);
		super.sendRedirect(location, clearBuffer);
		redirected(clearBuffer);
	}

	@Override
	public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
		redirecting(clearBuffer);
		super.sendRedirect(location, status, clearBuffer);
		redirected(clearBuffer);
	}

	// Behind a redirect nothing can be written any more.
	private void redirecting(boolean clearBuffer) throws IOException {
		if (!clearBuffer) {
			release();
		}
	}

	private void redirected(boolean cleared) {
		if (!cleared) {
			this.watch.redirected();
			return;
		}
		if (this.stream != null) {
			this.stream.reset();
		}
		this.watch.reset();
	}

	@Override
	public void setLocale(@Nullable Locale locale) {
		super.setLocale(locale);
		// Some containers make a header of it only when they send it.
		this.watch.localized(containsHeader(ResponseTee.LANGUAGE) ? null : locale);
	}

	@Override
	public void resetBuffer() {
		super.resetBuffer();
		forgetWritten();
	}

	/**
	 * Keeps the stream: who has got it before may still write to it.
	 */
	@Override
	public void reset() {
		super.reset();
		forgetWritten();
		this.writer = null;
		this.encoding = null;
		this.streamForgotten = true;
	}

	private void forgetWritten() {
		if (this.stream != null) {
			this.stream.reset();
		}
		this.watch.reset();
	}

}
