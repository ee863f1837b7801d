package io.escrowmint.spring.autoconfigure;

import io.escrowmint.Metered;
import io.escrowmint.RequestFacts;
import io.escrowmint.StreamHandler;
import io.escrowmint.lease.LeaseExposure;
import io.escrowmint.model.Figures;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.spring.actuate.WalletDescription;
import io.escrowmint.stream.DeadLetter;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

class EscrowMintRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	EscrowMintRuntimeHintsTests() {
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(EscrowMintRuntimeHints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(this.hints, getClass().getClassLoader()));
	}

	@Test
	void scriptsAreInTheImage() {
		assertThat(RuntimeHintsPredicates.resource().forResource("io/escrowmint/store/redis/reserve.lua"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("io/escrowmint/store/redis/spend.lua"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("io/escrowmint/apikey/redis/create.lua"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("io/escrowmint/ledger/jdbc/schema-v1-postgresql.sql"))
			.accepts(this.hints);
	}

	@Test
	void handlersOfStreamsWork() throws Exception {
		assertThat(RuntimeHintsPredicates.resource().forResource("io/escrowmint/stream/commit.lua"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(StreamHandler.class.getMethod("id")))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(DeadLetter.class.getMethod("error")))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(TypeReference.of("io.escrowmint.stream.EventLetter"))
			.withMemberCategories(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS))
			.accepts(this.hints);
		assertThat(
				RuntimeHintsPredicates.reflection().onType(TypeReference.of("tools.jackson.databind.json.JsonMapper")))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(WalletEvent.class.getMethod("seq")))
			.accepts(this.hints);
	}

	@Test
	void expressionsReachTheRequest() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(RequestFacts.class.getMethod("path")))
			.accepts(this.hints);
	}

	@Test
	void annotationsAreReadAndAnswersWritten() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Metered.class.getMethod("cost")))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(WalletDescription.class.getMethod("figures")))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Figures.class.getMethod("available")))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(LeaseExposure.class.getMethod("unspent")))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ReservationView.class.getMethod("id")))
			.accepts(this.hints);
	}

}
