package io.escrowmint.spring.web;

import java.io.FileNotFoundException;
import java.io.IOException;

import io.escrowmint.Metered;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Handlers that read or write without blocking, and fail by themselves: their client is
 * still there.
 */
@RestController
class ListeningEndings {

	@Metered("3")
	@GetMapping("/write-listener-fails")
	void writeListenerFails(HttpServletRequest request, @RequestParam int bytes) throws IOException {
		ServletOutputStream out = start(request).getResponse().getOutputStream();
		out.setWriteListener(new WriteListener() {

			private int written;

			@Override
			public void onWritePossible() throws IOException {
				while (out.isReady()) {
					if (this.written == bytes) {
						throw new FileNotFoundException("what it writes is gone");
					}
					this.written++;
					out.write(1);
				}
			}

			@Override
			public void onError(Throwable failure) {
				// Leaves it to the container.
			}

		});
	}

	@Metered("3")
	@GetMapping("/read-listener-fails")
	void readListenerFails(HttpServletRequest request) throws IOException {
		start(request);
		request.getInputStream().setReadListener(new ReadListener() {

			@Override
			public void onDataAvailable() throws IOException {
				throw new IOException("no space for what it reads");
			}

			@Override
			public void onAllDataRead() {
				// Not reached.
			}

			@Override
			public void onError(Throwable failure) {
				// Leaves it to the container.
			}

		});
	}

	private static AsyncContext start(HttpServletRequest request) {
		AsyncContext context = request.startAsync();
		context.setTimeout(2_000);
		return context;
	}

}
