package io.escrowmint.spring.security;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.escrowmint.model.EscrowMintException;
import io.escrowmint.spring.apikey.ApiKeyRequests;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * Makes an authentication of the API key that a request brings. Thread-safe, and never
 * blocks.
 */
public final class ApiKeyAuthenticator {

	/** Marks a request that went on although its key could not be checked. */
	static final String UNCHECKED = ApiKeyAuthenticator.class.getName() + ".UNCHECKED";

	private final ApiKeyRequests keys;

	private final List<GrantedAuthority> authorities;

	private final boolean lenient;

	/**
	 * Creates the authenticator.
	 * @param keys finds the key
	 * @param authorities what the owner of a key may do
	 * @param lenient whether a request whose key cannot be checked now goes on without
	 * authentication, as far as it gets, instead of being answered 503 at once
	 */
	public ApiKeyAuthenticator(ApiKeyRequests keys, List<String> authorities, boolean lenient) {
		this.keys = keys;
		this.authorities = List.copyOf(AuthorityUtils.createAuthorityList(authorities));
		this.lenient = lenient;
	}

	boolean isLenient() {
		return this.lenient;
	}

	Optional<ApiKeyAuthenticationToken> authenticate(UnaryOperator<@Nullable String> headers) {
		try {
			return this.keys.authenticate(headers).map((key) -> new ApiKeyAuthenticationToken(key, this.authorities));
		}
		catch (EscrowMintException ex) {
			throw new AuthenticationServiceException("API keys are unavailable", ex);
		}
	}

	boolean hasKey(UnaryOperator<@Nullable String> headers) {
		return this.keys.hasKey(headers);
	}

}
