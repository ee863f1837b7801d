package io.escrowmint;

import java.util.Optional;

/**
 * What a {@link WalletResolver} may know of a request, whatever serves it. Valid while
 * the request is handled.
 */
public interface RequestFacts {

	/**
	 * Returns the method of the request.
	 * @return the method, such as {@code GET}
	 */
	String method();

	/**
	 * Returns the path of the request, without its query.
	 * @return the path, as the client sent it
	 */
	String path();

	/**
	 * Returns a header of the request.
	 * @param name the name, in any case
	 * @return the first value, empty if the header is absent
	 */
	Optional<String> header(String name);

	/**
	 * Returns who is logged in.
	 * @return the name of the authenticated principal, empty if there is none
	 */
	Optional<String> principal();

}
