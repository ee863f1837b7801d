package io.escrowmint.sample;

import io.escrowmint.QuotaService;
import io.escrowmint.apikey.ApiKeys;
import io.escrowmint.apikey.NewApiKey;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.TopUp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Fills the wallet of the demo and gives it an API key that everybody knows. Both happen
 * once, however often the sample is started against the same Redis, the credits as long
 * as their key is remembered ({@code escrowmint.idempotency-ttl}). A real application
 * leaves the secret to {@link ApiKeys} and shows it to its owner.
 */
@Component
class Demo implements ApplicationRunner {

	private static final Logger logger = LoggerFactory.getLogger(Demo.class);

	private static final TopUp TOP_UP = TopUp.of("demo", 20).key("demo-credits").note("credits of the demo");

	private static final NewApiKey KEY = NewApiKey.of("demo").id("demo").label("key of the demo").secret("demo-key");

	private final QuotaService quota;

	private final ApiKeys keys;

	Demo(QuotaService quota, ApiKeys keys) {
		this.quota = quota;
		this.keys = keys;
	}

	@Override
	public void run(ApplicationArguments args) {
		try {
			this.quota.topUp(TOP_UP);
			this.keys.create(KEY);
		}
		catch (EscrowMintException ex) {
			logger.warn("No credits and no key for the demo this time", ex);
		}
	}

}
