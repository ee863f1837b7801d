package io.escrowmint.spring.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.escrowmint.DisconnectPolicy;
import io.escrowmint.Metered;
import io.escrowmint.Metering;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Responses whose client leaves: each writes until nobody takes it any more, and has
 * settled 1 of its 3 by then.
 */
@RestController
class BrokenEndings {

	private static final byte[] CHUNK = new byte[256 * 1024];

	private static final int LARGE = 64 * 1024 * 1024;

	private final ScheduledExecutorService later;

	BrokenEndings(ScheduledExecutorService later) {
		this.later = later;
	}

	@Metered(value = "3", onDisconnect = DisconnectPolicy.CHARGE)
	@GetMapping("/bytes-charge")
	byte[] bytesCharge(Metering metering) {
		metering.settle(1);
		metering.addCost(1);
		return new byte[LARGE];
	}

	@Metered(value = "3", onDisconnect = DisconnectPolicy.CHARGE_SETTLED)
	@GetMapping("/bytes-charge-settled")
	byte[] bytesChargeSettled() {
		return new byte[LARGE];
	}

	@Metered(value = "3", onDisconnect = DisconnectPolicy.CANCEL)
	@GetMapping("/bytes-cancel")
	byte[] bytesCancel() {
		return new byte[LARGE];
	}

	@Metered(value = "3", onDisconnect = DisconnectPolicy.CANCEL)
	@GetMapping("/writer-cancel")
	void writerCancel(HttpServletResponse response) throws IOException {
		for (int i = 0; i < LARGE / 1024 && !response.getWriter().checkError(); i++) {
			response.getWriter().print("x".repeat(1024));
		}
	}

	@Metered(value = "3", onDisconnect = DisconnectPolicy.CHARGE)
	@GetMapping("/streaming-charge")
	StreamingResponseBody streamingCharge(Metering metering) {
		return endless(metering);
	}

	@Metered(value = "3", onDisconnect = DisconnectPolicy.CHARGE_SETTLED)
	@GetMapping("/streaming-charge-settled")
	StreamingResponseBody streamingChargeSettled(Metering metering) {
		return endless(metering);
	}

	@Metered(value = "3", onDisconnect = DisconnectPolicy.CHARGE_SETTLED)
	@GetMapping("/streaming-charge-unsettled")
	StreamingResponseBody streamingChargeUnsettled() {
		return endless(null);
	}

	@Metered(value = "3", onDisconnect = DisconnectPolicy.CANCEL)
	@GetMapping("/streaming-cancel")
	StreamingResponseBody streamingCancel(Metering metering) {
		return endless(metering);
	}

	@Metered(value = "3", onDisconnect = DisconnectPolicy.CHARGE)
	@GetMapping("/sse-charge")
	SseEmitter sseCharge() {
		// Sends while the first dispatch is still on.
		return endless(0);
	}

	@Metered(value = "3", onDisconnect = DisconnectPolicy.CHARGE_SETTLED)
	@GetMapping("/sse-charge-settled")
	SseEmitter sseChargeSettled(Metering metering) {
		metering.settle(1);
		return endless(100);
	}

	@Metered(value = "3", onDisconnect = DisconnectPolicy.CANCEL)
	@GetMapping("/sse-cancel")
	SseEmitter sseCancel() {
		return endless(100);
	}

	private static StreamingResponseBody endless(Metering metering) {
		return (OutputStream output) -> {
			if (metering != null) {
				metering.settle(1);
			}
			for (int i = 0; i < 400; i++) {
				output.write(CHUNK);
			}
		};
	}

	private SseEmitter endless(int delay) {
		SseEmitter emitter = new SseEmitter(60_000L);
		String text = "x".repeat(CHUNK.length);
		this.later.schedule(() -> {
			try {
				for (int i = 0; i < 400; i++) {
					emitter.send(text, MediaType.TEXT_PLAIN);
				}
			}
			catch (IOException | IllegalStateException ex) {
				// The container tells the emitter.
			}
		}, delay, TimeUnit.MILLISECONDS);
		return emitter;
	}

	static void pause() {
		try {
			Thread.sleep(100);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
