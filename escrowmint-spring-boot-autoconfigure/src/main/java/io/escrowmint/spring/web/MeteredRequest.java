package io.escrowmint.spring.web;

import java.util.concurrent.atomic.AtomicReference;

import io.escrowmint.Reservation;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.LateCommit;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hold of one request, through all its dispatches. Settled once: whoever takes the
 * hold out of {@link #hold} settles it.
 */
final class MeteredRequest {

	private static final Logger logger = LoggerFactory.getLogger(MeteredRequest.class);

	private static final String ATTRIBUTE = MeteredRequest.class.getName();

	private final AtomicReference<@Nullable Reservation> hold = new AtomicReference<>();

	private volatile boolean metered;

	/**
	 * Returns the state of a request.
	 * @param request the request
	 * @return the state, {@code null} if {@link MeteredRequestFilter} has not seen it
	 */
	static @Nullable MeteredRequest find(HttpServletRequest request) {
		return (MeteredRequest) request.getAttribute(ATTRIBUTE);
	}

	static MeteredRequest findOrCreate(HttpServletRequest request) {
		MeteredRequest known = find(request);
		if (known != null) {
			return known;
		}
		MeteredRequest created = new MeteredRequest();
		request.setAttribute(ATTRIBUTE, created);
		return created;
	}

	/**
	 * Tells whether the request has or had a hold.
	 * @return {@code true} once {@link #hold(Reservation)} was called
	 */
	boolean isMetered() {
		return this.metered;
	}

	void hold(Reservation reservation) {
		this.metered = true;
		this.hold.set(reservation);
	}

	void giveBack() {
		Reservation reservation = this.hold.getAndSet(null);
		if (reservation != null) {
			reservation.close();
		}
	}

	/**
	 * Charges. Never throws: the response is produced, and stays what it is.
	 */
	void charge() {
		Reservation reservation = this.hold.getAndSet(null);
		if (reservation == null) {
			return;
		}
		try {
			reservation.commit((commit) -> commit.late(LateCommit.CHARGE));
		}
		catch (EscrowMintException ex) {
			// The message may name the wallet, which has no business in a log.
			logger.warn("Reservation {} of a finished request could not be charged: {}", reservation.id(),
					ex.getClass().getSimpleName());
			logger.debug("Why the reservation could not be charged", ex);
		}
	}

}
