package io.escrowmint.spring.security;

import java.util.Collection;
import java.util.Objects;

import io.escrowmint.apikey.ApiKey;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.Transient;

/**
 * A client that has authenticated itself with an API key. Its principal is the
 * {@link ApiKey}, its name the wallet, its credentials are gone. Enters no session: there
 * it would outlive its key.
 */
@Transient
public final class ApiKeyAuthenticationToken extends AbstractAuthenticationToken {

	private static final long serialVersionUID = 1L;

	private final transient ApiKey key;

	private final String wallet;

	/**
	 * Creates the token.
	 * @param key the key
	 * @param authorities what its owner may do
	 */
	public ApiKeyAuthenticationToken(ApiKey key, Collection<? extends GrantedAuthority> authorities) {
		super(authorities);
		this.key = key;
		this.wallet = key.wallet();
		super.setAuthenticated(true);
	}

	@Override
	public @Nullable Object getCredentials() {
		return null;
	}

	@Override
	public ApiKey getPrincipal() {
		return this.key;
	}

	@Override
	public String getName() {
		return this.wallet;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ApiKeyAuthenticationToken token && super.equals(other)
				&& Objects.equals(this.key, token.key);
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.wallet);
	}

}
