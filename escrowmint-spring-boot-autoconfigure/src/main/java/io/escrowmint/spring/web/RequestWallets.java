package io.escrowmint.spring.web;

import java.util.List;
import java.util.Optional;

import io.escrowmint.WalletResolver;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Query;
import io.escrowmint.spring.http.CreditsProblem;
import io.escrowmint.spring.http.CreditsProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Finds the wallet of a request: the first resolver that knows it decides. Asked once per
 * request, so that all parts of a request see the same wallet. Thread-safe.
 */
public final class RequestWallets {

	private static final String ATTRIBUTE = RequestWallets.class.getName();

	private final List<WalletResolver> resolvers;

	/**
	 * Creates the lookup.
	 * @param resolvers the resolvers, in their order
	 */
	public RequestWallets(List<WalletResolver> resolvers) {
		this.resolvers = List.copyOf(resolvers);
	}

	/**
	 * Returns the wallet of a request.
	 * @param request the request
	 * @return the wallet
	 * @throws CreditsProblemException if there is none
	 */
	public String require(HttpServletRequest request) {
		String wallet = find(request);
		if (wallet == null) {
			throw new CreditsProblemException(CreditsProblem.API_KEY_REQUIRED, null);
		}
		return wallet;
	}

	/**
	 * Looks for the wallet of a request.
	 * @param request the request
	 * @return the wallet, {@code null} if there is none
	 */
	public @Nullable String find(HttpServletRequest request) {
		if (request.getAttribute(ATTRIBUTE) instanceof String known) {
			return known;
		}
		String wallet = resolve(request).filter(RequestWallets::isWallet).orElse(null);
		if (wallet != null) {
			request.setAttribute(ATTRIBUTE, wallet);
		}
		return wallet;
	}

	// A name that no wallet can have is no wallet, and no error of the application.
	private static boolean isWallet(String name) {
		try {
			return new Query.OfWallet(name).wallet().equals(name);
		}
		catch (InvalidRequestException ex) {
			return false;
		}
	}

	// A resolver that cannot tell now is no reason to say that nobody pays.
	private Optional<String> resolve(HttpServletRequest request) {
		try {
			return ask(request);
		}
		catch (EscrowMintException ex) {
			throw new CreditsProblemException(CreditsProblem.CREDITS_UNAVAILABLE, ex);
		}
	}

	private Optional<String> ask(HttpServletRequest request) {
		ServletRequestFacts facts = new ServletRequestFacts(request);
		for (WalletResolver resolver : this.resolvers) {
			Optional<String> wallet = resolver.resolve(facts);
			if (wallet.isPresent()) {
				return wallet;
			}
		}
		return Optional.empty();
	}

}
