package io.escrowmint.spring.webflux;

import java.util.UUID;

import io.escrowmint.QuotaService;
import io.escrowmint.model.Figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A wallet of one test.
 *
 * @param name its name
 */
record WalletOfTest(String name) {

	WalletOfTest() {
		this("wallet-" + UUID.randomUUID());
	}

	// The client may have the whole response a moment before it is settled.
	void assertCharged(QuotaService quota, long cost) {
		await().untilAsserted(() -> {
			Figures figures = quota.state(this.name).figures();
			assertThat(figures.held()).isZero();
			assertThat(figures.spent()).isEqualTo(cost);
			assertThat(figures.available()).isEqualTo(figures.granted() - cost);
		});
	}

}
