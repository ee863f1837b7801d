package io.escrowmint.spring.web;

import java.util.List;
import java.util.Optional;

import io.escrowmint.WalletResolver;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Query;
import jakarta.servlet.http.HttpServletRequest;

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
		if (request.getAttribute(ATTRIBUTE) instanceof String known) {
			return known;
		}
		String wallet = resolve(request).map(RequestWallets::checked)
			.orElseThrow(() -> new CreditsProblemException(CreditsProblem.API_KEY_REQUIRED, null));
		request.setAttribute(ATTRIBUTE, wallet);
		return wallet;
	}

	// A name that no wallet can have is no wallet, and no error of the application.
	private static String checked(String wallet) {
		try {
			return new Query.OfWallet(wallet).wallet();
		}
		catch (InvalidRequestException ex) {
			throw new CreditsProblemException(CreditsProblem.API_KEY_REQUIRED, ex);
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
