package io.escrowmint.spring.webflux;

import java.io.IOException;
import java.net.Socket;

import io.escrowmint.QuotaService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What a reactive request costs whose stream ends before it is complete.
 */
@ReactiveTest
class ReactiveDisconnectTests {

	private final WalletOfTest wallet = new WalletOfTest();

	@Autowired
	private QuotaService quota;

	@Autowired
	private ReactiveHttp http;

	@BeforeEach
	void fill() {
		this.quota.topUp(this.wallet.name(), 10);
	}

	@ParameterizedTest(name = "{0} costs {1}")
	@CsvSource({ "charge,3", "charge-settled,2", "cancel,0" })
	void clientThatLeavesInMidStreamPaysByPolicy(String policy, long cost) throws Exception {
		try (Socket socket = this.http.open("/streams/" + policy, this.wallet.name())) {
			ReactiveHttp.read(socket, 20_000);
			assertThat(this.quota.state(this.wallet.name()).figures().held()).isPositive();
		}
		this.wallet.assertCharged(this.quota, cost);
	}

	@ParameterizedTest(name = "{0} costs {1}")
	@CsvSource({ "never,3", "never-cancel,0" })
	void clientThatLeavesBeforeTheResponsePaysByPolicy(String path, long cost) throws Exception {
		int before = Streams.AWAITED.get();
		try (Socket socket = this.http.open("/streams/" + path, this.wallet.name())) {
			// Who leaves earlier, when only the store knows of the hold, pays nothing.
			await().until(() -> Streams.AWAITED.get() > before);
			assertThat(this.quota.state(this.wallet.name()).figures().held()).isEqualTo(3);
		}
		this.wallet.assertCharged(this.quota, cost);
	}

	@Test
	void streamThatBreaksIsFreeAlthoughAdviceTakesTheException() {
		assertThatThrownBy(() -> this.http.send("GET", "/streams/broken", "", "Wallet", this.wallet.name()))
			.hasMessageContaining("chunked");
		this.wallet.assertCharged(this.quota, 0);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void streamThatBreaksAtAnElementThatCannotBeWrittenIsFree(int bad) {
		assertThatThrownBy(
				() -> this.http.send("GET", "/streams/unwritable?bad=" + bad, "", "Wallet", this.wallet.name()))
			.isInstanceOf(IOException.class);
		this.wallet.assertCharged(this.quota, 0);
	}

	@Test
	void streamWhoseElementsCanAllBeWrittenIsCharged() throws Exception {
		assertThat(this.http.send("GET", "/streams/unwritable?bad=0", "", "Wallet", this.wallet.name())
			.body()
			.split("data:")).hasSize(4);
		this.wallet.assertCharged(this.quota, 3);
	}

}
