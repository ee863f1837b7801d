package io.escrowmint.lease;

import java.time.Duration;

import io.escrowmint.contract.Engine;
import io.escrowmint.store.StoreOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * What is promised of leases, on any engine: each test has a house of its own.
 */
@Timeout(60)
abstract class LeaseHouseContract {

	LeaseHouse house;

	protected abstract Engine newEngine(StoreOptions options);

	@BeforeEach
	void openHouse() {
		this.house = new LeaseHouse(
				newEngine(StoreOptions.DEFAULTS.withTimeout(Duration.ofMinutes(1)).withPartitions(4)));
	}

	@AfterEach
	void closeHouse() {
		this.house.close();
	}

}
