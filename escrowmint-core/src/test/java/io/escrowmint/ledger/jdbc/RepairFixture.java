package io.escrowmint.ledger.jdbc;

import java.time.Duration;

import io.escrowmint.ledger.RepairMode;
import io.escrowmint.ledger.RepairResult;
import io.escrowmint.ledger.Verdict;
import io.escrowmint.ledger.WalletCheck;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One wallet with a ledger, in a Redis and a database that belong to the test class.
 */
abstract class RepairFixture {

	static final String WALLET = "w";

	private static EmbeddedRedis server;

	private static TestDatabase database;

	RepairRig rig;

	@BeforeAll
	static void start() {
		server = EmbeddedRedis.version7().start();
		database = TestDatabase.h2();
	}

	@AfterAll
	static void stop() {
		database.close();
		server.close();
	}

	@BeforeEach
	void open() {
		server.client().connect().sync().flushall();
		this.rig = new RepairRig(server.connectionFactory(), server.client(), database);
		this.rig.pump().start();
		awaitReader();
	}

	@AfterEach
	void close() {
		this.rig.close();
	}

	/** Waits until events of the wallet are kept for the ledger. */
	void awaitReader() {
		int partition = this.rig.store().events().partitionOf(WALLET);
		awaiting().until(() -> this.rig.store()
			.events()
			.readers(partition)
			.toCompletableFuture()
			.join()
			.containsKey(RepairRig.SOURCE));
	}

	WalletCheck assertVerdict(Verdict verdict) {
		WalletCheck check = this.rig.verifier().verify(WALLET);
		assertThat(check.verdict()).as(check.explanation()).isEqualTo(verdict);
		return check;
	}

	RepairResult repair(RepairMode mode) {
		return this.rig.repair().repair(WALLET, mode);
	}

	static ConditionFactory awaiting() {
		return Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(10));
	}

}
