package io.escrowmint.spring.autoconfigure;

import io.escrowmint.Metered;
import io.escrowmint.RequestFacts;
import io.escrowmint.StreamHandler;
import io.escrowmint.StreamQueueListener;
import io.escrowmint.ledger.ReconcileReport;
import io.escrowmint.ledger.RepairResult;
import io.escrowmint.ledger.WalletCheck;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.spring.actuate.EscrowMintSummary;
import io.escrowmint.spring.actuate.WalletDescription;
import io.escrowmint.store.SweepPage;
import io.escrowmint.stream.DeadLetter;
import io.escrowmint.stream.StreamStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image cannot see by itself: the scripts, what expressions may call, and
 * what the endpoint writes.
 */
final class EscrowMintRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("io/escrowmint/store/redis/*.lua");
		hints.resources().registerPattern("io/escrowmint/apikey/redis/*.lua");
		hints.resources().registerPattern("io/escrowmint/ledger/jdbc/*.sql");
		hints.resources().registerPattern("io/escrowmint/stream/*.lua");
		hints.resources().registerPattern("io/escrowmint/stream/*.sql");
		hints.reflection().registerType(StreamQueueListener.class, MemberCategory.INVOKE_PUBLIC_METHODS);
		hints.reflection().registerType(StreamHandler.class, MemberCategory.INVOKE_PUBLIC_METHODS);
		hints.reflection().registerType(Metered.class, MemberCategory.INVOKE_PUBLIC_METHODS);
		hints.reflection().registerType(Metered.List.class, MemberCategory.INVOKE_PUBLIC_METHODS);
		hints.reflection().registerType(RequestFacts.class, MemberCategory.INVOKE_PUBLIC_METHODS);
		hints.reflection()
			.registerTypeIfPresent(classLoader, "io.escrowmint.spring.aop.MeteredRoot",
					MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_PUBLIC_METHODS,
					MemberCategory.INVOKE_DECLARED_METHODS);
		hints.reflection()
			.registerTypeIfPresent(classLoader, "io.escrowmint.stream.EventLetter",
					MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS);
		hints.reflection().registerTypeIfPresent(classLoader, "tools.jackson.databind.json.JsonMapper");
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), EscrowMintSummary.class,
				WalletDescription.class, SweepPage.class, WalletCheck.class, ReconcileReport.class, RepairResult.class,
				StreamStatus.class, DeadLetter.class, WalletEvent.class);
	}

}
