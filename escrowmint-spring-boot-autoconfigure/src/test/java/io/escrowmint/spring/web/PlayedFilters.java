package io.escrowmint.spring.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What filters of applications do, if a header of the request asks for it: name who is
 * logged in, add to {@code Vary}, and zip the response.
 */
class PlayedFilters extends OncePerRequestFilter {

	static String unzipped(byte[] body) throws IOException {
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String vary = request.getHeader("Vary-By");
		if (vary != null) {
			response.addHeader("Vary", vary);
		}
		HttpServletRequest known = (request.getHeader("User") != null) ? new Known(request) : request;
		if (request.getHeader("Zip") == null) {
			chain.doFilter(known, response);
			return;
		}
		Zipped zipped = new Zipped(response);
		chain.doFilter(known, zipped);
		zipped.finish();
	}

	private static final class Known extends HttpServletRequestWrapper {

		Known(HttpServletRequest request) {
			super(request);
		}

		@Override
		public Principal getUserPrincipal() {
			return () -> getHeader("User");
		}

	}

	private static final class Zipped extends HttpServletResponseWrapper {

		private ZippedStream stream;

		private PrintWriter writer;

		Zipped(HttpServletResponse response) {
			super(response);
		}

		@Override
		public void setContentLength(int length) {
			// Is another one.
		}

		@Override
		public void setContentLengthLong(long length) {
			// Is another one.
		}

		@Override
		public ServletOutputStream getOutputStream() throws IOException {
			if (this.stream == null) {
				setHeader("Content-Encoding", "gzip");
				this.stream = new ZippedStream(super.getOutputStream());
			}
			return this.stream;
		}

		@Override
		public PrintWriter getWriter() throws IOException {
			if (this.writer == null) {
				this.writer = new PrintWriter(new OutputStreamWriter(getOutputStream(), getCharacterEncoding()));
			}
			return this.writer;
		}

		@Override
		public void flushBuffer() throws IOException {
			if (this.stream != null) {
				this.stream.flush();
			}
			super.flushBuffer();
		}

		void finish() throws IOException {
			if (this.writer != null) {
				this.writer.flush();
			}
			if (this.stream != null) {
				this.stream.zip.finish();
			}
		}

	}

	private static final class ZippedStream extends ServletOutputStream {

		private final GZIPOutputStream zip;

		ZippedStream(ServletOutputStream stream) throws IOException {
			this.zip = new GZIPOutputStream(stream);
		}

		@Override
		public void write(int value) throws IOException {
			this.zip.write(value);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.zip.write(bytes, offset, length);
		}

		@Override
		public void flush() throws IOException {
			this.zip.flush();
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			throw new UnsupportedOperationException();
		}

	}

}
