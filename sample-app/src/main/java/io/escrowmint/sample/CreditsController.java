package io.escrowmint.sample;

import io.escrowmint.CurrentWallet;
import io.escrowmint.Metered;
import io.escrowmint.QuotaService;
import io.swagger.v3.oas.annotations.Parameter;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the sample sells.
 */
@RestController
@RequestMapping("/api")
class CreditsController {

	private final QuotaService quota;

	CreditsController(QuotaService quota) {
		this.quota = quota;
	}

	/**
	 * Shows what the caller has left. Free, but only with a usable key.
	 */
	@GetMapping("/balance")
	Balance balance(@Parameter(hidden = true) @CurrentWallet String wallet) {
		return new Balance(wallet, this.quota.state(wallet).available());
	}

	/**
	 * Does its job for one credit.
	 */
	@Metered("1")
	@GetMapping("/echo")
	Echo echo() {
		return new Echo(true, "Service did its job!");
	}

	/**
	 * Fails, and so costs nothing.
	 */
	@Metered("1")
	@GetMapping("/fail")
	Echo fail() {
		throw new IllegalStateException("This handler always fails");
	}

	record Balance(String wallet, long balance) {

	}

	record Echo(boolean ok, String message) {

	}

}
