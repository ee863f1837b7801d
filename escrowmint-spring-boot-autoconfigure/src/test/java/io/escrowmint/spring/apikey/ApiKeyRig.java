package io.escrowmint.spring.apikey;

import io.escrowmint.QuotaService;
import io.escrowmint.apikey.AgingApiKeys;
import io.escrowmint.apikey.ApiKeys;
import io.escrowmint.apikey.RemoteApiKeyStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What every test of requests with API keys has: a client with a key, and a store of keys
 * that can go away.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "escrowmint.store=memory")
abstract class ApiKeyRig {

	@LocalServerPort
	int port;

	@Autowired
	QuotaService quota;

	@Autowired
	ApiKeys keys;

	ApiKeyClient client;

	@Autowired
	private AgingApiKeys aging;

	@Autowired
	private RemoteApiKeyStore store;

	@BeforeEach
	void connect() {
		await().until(() -> this.store.isSilent() || this.keys.isAvailable());
		this.client = new ApiKeyClient(this.port, this.quota, this.keys);
	}

	@AfterEach
	void comeBack() {
		this.store.away(false);
	}

	void loseKeys() {
		this.store.away(true);
		this.aging.age();
		assertThat(this.keys.isAvailable()).isFalse();
	}

	void findKeys() {
		this.store.away(false);
		await().until(this.keys::isAvailable);
	}

}
