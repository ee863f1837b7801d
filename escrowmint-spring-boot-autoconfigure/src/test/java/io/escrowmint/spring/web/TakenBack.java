package io.escrowmint.spring.web;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.escrowmint.DisconnectPolicy;
import io.escrowmint.Metered;
import io.escrowmint.Metering;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;

import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.awaitility.Awaitility.await;

/**
 * A client that leaves at the very moment at which its first dispatch ends. Tomcat then
 * closes the connection, calls no listener, and takes the response back before the thread
 * that writes hears of it: forced here by having each of the two wait for the other.
 */
@RestController
@Order(Ordered.HIGHEST_PRECEDENCE)
class TakenBack extends HttpFilter {

	private static final long serialVersionUID = 1L;

	private static final String PATH = "/taken-back";

	private final transient CountDownLatch dispatched = new CountDownLatch(1);

	private final transient CountDownLatch failed = new CountDownLatch(1);

	@Metered(value = "3", onDisconnect = DisconnectPolicy.CHARGE_SETTLED)
	@GetMapping(PATH)
	StreamingResponseBody endless(Metering metering) {
		return (OutputStream output) -> {
			metering.settle(1);
			byte[] chunk = new byte[256 * 1024];
			for (int i = 0; i < 400; i++) {
				output.write(chunk);
			}
		};
	}

	@EventListener
	void started(WebServerInitializedEvent event) {
		Connector connector = ((TomcatWebServer) event.getWebServer()).getTomcat().getConnector();
		connector.getProtocolHandler().setAdapter(new CoyoteAdapter(connector) {

			@Override
			public void service(Request request, Response response) throws Exception {
				super.service(request, response);
				if (request.requestURI().equals(PATH)) {
					TakenBack.this.dispatched.countDown();
					TakenBack.this.failed.await(30, TimeUnit.SECONDS);
				}
			}

		});
	}

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		chain.doFilter(request, request.getRequestURI().equals(PATH) ? new Late(response) : response);
	}

	private final class Late extends HttpServletResponseWrapper {

		Late(HttpServletResponse response) {
			super(response);
		}

		@Override
		public ServletOutputStream getOutputStream() throws IOException {
			ServletOutputStream stream = super.getOutputStream();
			return new ServletOutputStream() {

				@Override
				public boolean isReady() {
					return stream.isReady();
				}

				@Override
				public void setWriteListener(WriteListener listener) {
					stream.setWriteListener(listener);
				}

				@Override
				public void write(int value) throws IOException {
					stream.write(value);
				}

				@Override
				public void write(byte[] bytes, int offset, int length) throws IOException {
					try {
						TakenBack.this.dispatched.await(30, TimeUnit.SECONDS);
						stream.write(bytes, offset, length);
					}
					catch (IOException ex) {
						TakenBack.this.failed.countDown();
						await().atMost(Duration.ofSeconds(30)).until(Late.this::isTakenBack);
						throw ex;
					}
					catch (InterruptedException ex) {
						throw new IOException(ex);
					}
				}

			};
		}

		private boolean isTakenBack() {
			try {
				return getStatus() < 0;
			}
			catch (IllegalStateException ex) {
				return true;
			}
		}

	}

}
