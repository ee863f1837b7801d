package io.escrowmint.spring.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Says in {@code /actuator/info} how this instance is set up.
 */
public final class EscrowMintInfoContributor implements InfoContributor {

	private final EscrowMintFacts facts;

	/**
	 * Creates the contributor.
	 * @param facts what this instance knows of itself
	 */
	public EscrowMintInfoContributor(EscrowMintFacts facts) {
		this.facts = facts;
	}

	@Override
	public void contribute(Info.Builder builder) {
		EscrowMintSummary summary = this.facts.summary();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("store", summary.store());
		details.put("partitions", summary.partitions());
		if (summary.metering() != null) {
			details.put("mode", summary.metering().mode());
		}
		builder.withDetail("escrowmint", details);
	}

}
