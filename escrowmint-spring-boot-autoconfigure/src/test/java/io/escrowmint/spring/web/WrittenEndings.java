package io.escrowmint.spring.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import io.escrowmint.Metered;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Handlers that write their response by themselves.
 */
@RestController
class WrittenEndings {

	@Metered("3")
	@GetMapping("/written-after-reset")
	void afterReset(HttpServletResponse response) throws IOException {
		OutputStream out = response.getOutputStream();
		response.reset();
		rewrite(out);
	}

	@Metered("3")
	@GetMapping("/written-again-after-reset")
	void againAfterReset(HttpServletResponse response) throws IOException {
		response.getOutputStream().write(bytes("written"));
		response.reset();
		rewrite(response.getOutputStream());
	}

	private static void rewrite(OutputStream out) throws IOException {
		out.write(bytes("rewritten"));
		out.flush();
		out.close();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
