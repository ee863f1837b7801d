package io.escrowmint.testing;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The running counters behind {@link ProxyCounts}.
 */
final class ProxyTally {

	final AtomicLong connections = new AtomicLong();

	final AtomicLong refused = new AtomicLong();

	final AtomicLong resets = new AtomicLong();

	final AtomicLong hangUps = new AtomicLong();

	final AtomicLong lostReplies = new AtomicLong();

	final AtomicLong stalls = new AtomicLong();

	ProxyCounts counts() {
		return new ProxyCounts(this.connections.get(), this.refused.get(), this.resets.get(), this.hangUps.get(),
				this.lostReplies.get(), this.stalls.get());
	}

}
