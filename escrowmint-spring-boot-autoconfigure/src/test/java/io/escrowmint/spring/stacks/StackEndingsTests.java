package io.escrowmint.spring.stacks;

import java.util.UUID;

import io.escrowmint.QuotaService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What requests cost that WebFlux serves on a servlet container. All other endings are
 * tested on reactor-netty.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StackEndingsTests {

	private final String wallet = "wallet-" + UUID.randomUUID();

	private RunningStack running;

	@BeforeAll
	void start() {
		this.running = Stack.WEBFLUX_ON_TOMCAT.start(new Class<?>[] { RxHandlers.class });
	}

	@AfterAll
	void close() {
		this.running.close();
	}

	@ParameterizedTest(name = "{0} {1} answers {2} and costs {3}")
	@CsvSource({ "GET,/value,200,3", "GET,/mono,200,3", "GET,/future,200,3", "GET,/flux,200,3", "GET,/settled,200,2",
			"HEAD,/mono,200,3", "GET,/missing,404,0", "GET,/fails,500,0", "GET,/mono-fails,500,0", "POST,/mono,405,0",
			"GET,/unknown,404,0", "OPTIONS,/mono,200,0", "GET,/rx/single,200,3", "GET,/rx/flowable,200,3",
			"GET,/rx/fails,500,0" })
	void endingDecidesWhatIsCharged(String method, String path, int status, long cost) throws Exception {
		String own = this.wallet + method + path;
		this.running.get(QuotaService.class).topUp(own, 10);
		assertThat(this.running.send(method, path, "", "Wallet", own).statusCode()).isEqualTo(status);
		this.running.assertCharged(own, cost);
	}

	@Test
	void refusalIsAProblem() throws Exception {
		assertThat(this.running.get("/value", "Wallet", "nobody").statusCode()).isEqualTo(402);
		assertThat(this.running.get("/mono").headers().firstValue("Content-Type")).contains("application/problem+json");
	}

	@Test
	void repeatIsReplayed() throws Exception {
		this.running.get(QuotaService.class).topUp(this.wallet, 10);
		String first = this.running.get("/mono", "Wallet", this.wallet, "Idempotency-Key", "key").body();
		this.running.assertCharged(this.wallet, 3);
		assertThat(this.running.get("/mono", "Wallet", this.wallet, "Idempotency-Key", "key").body()).isEqualTo(first);
		this.running.assertCharged(this.wallet, 3);
	}

}
