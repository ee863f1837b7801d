package io.escrowmint.spring.apikey;

import java.util.Optional;
import java.util.function.UnaryOperator;

import io.escrowmint.apikey.ApiKey;
import io.escrowmint.apikey.ApiKeyLookup;
import io.escrowmint.model.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the API key of a request in its headers. Thread-safe, and never blocks.
 */
public final class ApiKeyRequests {

	/** Name of the request attribute that holds the {@link ApiKey}, if there is one. */
	public static final String ATTRIBUTE = ApiKey.class.getName();

	/**
	 * Name of the request attribute that marks a request for which a key counts for
	 * nothing, whatever the value.
	 */
	public static final String KEYLESS = ApiKeyRequests.class.getName() + ".KEYLESS";

	private static final String AUTHORIZATION = "Authorization";

	private static final String BEARER = "Bearer ";

	private final ApiKeyLookup lookup;

	private final String header;

	private final boolean bearer;

	/**
	 * Creates the lookup.
	 * @param lookup knows the keys
	 * @param header the header that carries the key
	 * @param bearer whether {@code Authorization: Bearer} may carry it as well; it is
	 * asked where the other header is absent or blank
	 */
	public ApiKeyRequests(ApiKeyLookup lookup, String header, boolean bearer) {
		this.lookup = lookup;
		this.header = header;
		this.bearer = bearer;
	}

	/**
	 * Authenticates a request.
	 * @param headers answers the first value of a header, {@code null} if it is absent
	 * @return the key; empty if there is none that may be used
	 * @throws StoreUnavailableException if that cannot be told now
	 */
	public Optional<ApiKey> authenticate(UnaryOperator<@Nullable String> headers) {
		return this.lookup.authenticate(secret(headers));
	}

	/**
	 * Tells whether a request brings something in the place of a key.
	 * @param headers answers the first value of a header, {@code null} if it is absent
	 * @return {@code true} if it does, whatever that is
	 */
	public boolean hasKey(UnaryOperator<@Nullable String> headers) {
		return secret(headers) != null;
	}

	private @Nullable String secret(UnaryOperator<@Nullable String> headers) {
		String secret = headers.apply(this.header);
		if (!this.bearer || secret != null && !secret.isBlank()) {
			return secret;
		}
		String authorization = headers.apply(AUTHORIZATION);
		return (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length()))
				? authorization.substring(BEARER.length()).strip() : secret;
	}

}
