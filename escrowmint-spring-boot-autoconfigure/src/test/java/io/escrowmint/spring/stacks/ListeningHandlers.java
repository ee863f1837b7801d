package io.escrowmint.spring.stacks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.escrowmint.Metered;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Metered handlers that read or write without blocking.
 */
@RestController
class ListeningHandlers {

	@Metered("3")
	@PostMapping("/read")
	void read(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Reader reader = new Reader(request, response);
		reader.listen(reader::read);
	}

	@Metered("3")
	@PostMapping("/read-later")
	void readLater(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Reader reader = new Reader(request, response);
		reader.listen(() -> CompletableFuture.runAsync(reader::read));
	}

	@Metered("3")
	@PostMapping("/listen-later")
	void listenLater(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Reader reader = new Reader(request, response);
		CompletableFuture.runAsync(() -> reader.listen(reader::read),
				CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
	}

	@Metered("3")
	@PostMapping("/read-badly")
	void readBadly(HttpServletRequest request, HttpServletResponse response) throws IOException {
		new Reader(request, response).listen(() -> {
			throw new IllegalStateException("on purpose");
		});
	}

	@Metered("3")
	@PostMapping("/written-later")
	void writtenLater(HttpServletRequest request) {
		AsyncContext context = request.startAsync();
		CompletableFuture.runAsync(() -> {
			try {
				context.getResponse().getOutputStream().print("later");
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			context.complete();
		});
	}

	@Metered("3")
	@PostMapping("/dispatched")
	void dispatched(HttpServletRequest request) {
		request.startAsync().dispatch("/free");
	}

	@PostMapping("/free")
	String free() {
		return "dispatched";
	}

	/**
	 * Answers what it reads, and that it heard of the end. That comes from a thread of
	 * the container's, which may know that all is read before the reading thread has kept
	 * it.
	 */
	private static final class Reader implements ReadListener {

		private final AsyncContext context;

		private final ServletInputStream stream;

		private final StringBuilder read = new StringBuilder();

		private Runnable available;

		Reader(HttpServletRequest request, HttpServletResponse response) throws IOException {
			this.context = request.startAsync(request, response);
			this.stream = request.getInputStream();
		}

		void listen(Runnable whenAvailable) {
			this.available = whenAvailable;
			this.stream.setReadListener(this);
		}

		void read() {
			byte[] bytes = new byte[700];
			try {
				int length = 0;
				// no lock around isReady(), which may wait for the thread that tells of
				// the end
				while (length >= 0 && this.stream.isReady()) {
					synchronized (this.read) {
						length = this.stream.read(bytes);
						this.read.append(new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII));
					}
				}
			}
			catch (IOException ex) {
				onError(ex);
			}
		}

		@Override
		public void onDataAvailable() {
			this.available.run();
		}

		@Override
		public void onAllDataRead() throws IOException {
			String text;
			synchronized (this.read) {
				text = this.read.append(" ended").toString();
			}
			answer(200, text);
		}

		@Override
		public void onError(Throwable failure) {
			try {
				answer(500, failure.getMessage());
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private void answer(int status, String text) throws IOException {
			HttpServletResponse response = (HttpServletResponse) this.context.getResponse();
			response.setStatus(status);
			response.getOutputStream().print(text);
			this.context.complete();
		}

	}

}
