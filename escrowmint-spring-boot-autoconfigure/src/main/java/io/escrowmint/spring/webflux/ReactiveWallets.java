package io.escrowmint.spring.webflux;

import java.security.Principal;
import java.util.List;
import java.util.Optional;

import io.escrowmint.RequestFacts;
import io.escrowmint.WalletResolver;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Query;
import io.escrowmint.spring.apikey.ApiKeyRequests;
import io.escrowmint.spring.http.CreditsProblem;
import io.escrowmint.spring.http.CreditsProblemException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;

/**
 * Finds the wallet of an exchange: the first resolver that knows it decides. Asked once
 * per exchange, so that all its parts see the same wallet. Thread-safe.
 */
public final class ReactiveWallets {

	private static final String ATTRIBUTE = ReactiveWallets.class.getName();

	private final List<WalletResolver> resolvers;

	/**
	 * Creates the lookup.
	 * @param resolvers the resolvers, in their order
	 */
	public ReactiveWallets(List<WalletResolver> resolvers) {
		this.resolvers = List.copyOf(resolvers);
	}

	/**
	 * Returns the wallet of an exchange.
	 * @param exchange the exchange
	 * @return the wallet, empty if nobody pays for it
	 */
	public Mono<String> find(ServerWebExchange exchange) {
		return facts(exchange).mapNotNull((facts) -> find(exchange, facts));
	}

	Mono<RequestFacts> facts(ServerWebExchange exchange) {
		return exchange.getPrincipal()
			.filter((principal) -> !isNobody(principal))
			.mapNotNull(Principal::getName)
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.map((name) -> new ReactiveRequestFacts(exchange.getRequest(), name.orElse(null),
					exchange.getAttribute(ApiKeyRequests.KEYLESS) != null));
	}

	/**
	 * Spring Security can put somebody there for those who did not say who they are. By
	 * name, because it is optional.
	 */
	private static boolean isNobody(Principal principal) {
		return principal.getClass()
			.getName()
			.equals("org.springframework.security.authentication.AnonymousAuthenticationToken");
	}

	@Nullable String find(ServerWebExchange exchange, RequestFacts facts) {
		if (exchange.getAttribute(ATTRIBUTE) instanceof String known) {
			return known;
		}
		String wallet = resolve(facts).filter(ReactiveWallets::isPossible).orElse(null);
		if (wallet != null) {
			exchange.getAttributes().put(ATTRIBUTE, wallet);
		}
		return wallet;
	}

	// A resolver that cannot tell now is no reason to say that nobody pays.
	private Optional<String> resolve(RequestFacts facts) {
		try {
			return this.resolvers.stream().flatMap((resolver) -> resolver.resolve(facts).stream()).findFirst();
		}
		catch (EscrowMintException ex) {
			throw new CreditsProblemException(CreditsProblem.CREDITS_UNAVAILABLE, ex);
		}
	}

	// A name that no wallet can have is no wallet, and no error of the application.
	private static boolean isPossible(String wallet) {
		try {
			new Query.OfWallet(wallet);
			return true;
		}
		catch (InvalidRequestException ex) {
			return false;
		}
	}

}
