package io.escrowmint.sample;

import io.escrowmint.QuotaService;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.TopUp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Fills the wallet of the demo. The key makes it one top-up, however often the sample is
 * started against the same Redis.
 */
@Component
class DemoCredits implements ApplicationRunner {

	private static final Logger logger = LoggerFactory.getLogger(DemoCredits.class);

	private static final TopUp TOP_UP = TopUp.of("demo", 20).key("demo-credits").note("credits of the demo");

	private final QuotaService quota;

	DemoCredits(QuotaService quota) {
		this.quota = quota;
	}

	@Override
	public void run(ApplicationArguments args) {
		try {
			this.quota.topUp(TOP_UP);
		}
		catch (EscrowMintException ex) {
			logger.warn("No credits for the demo this time", ex);
		}
	}

}
