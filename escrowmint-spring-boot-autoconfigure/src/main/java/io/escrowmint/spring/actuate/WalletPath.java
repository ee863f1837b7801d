package io.escrowmint.spring.actuate;

import io.escrowmint.model.InvalidRequestException;

import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The name of a wallet that is all that follows an endpoint in the path of a request.
 */
final class WalletPath {

	private WalletPath() {
	}

	/**
	 * Returns the name.
	 * @param segments the name, segment by segment
	 * @throws InvalidRequestException if the path has a bare {@code ;}. Spring MVC drops
	 * what follows it, so that another wallet would be meant
	 */
	static String name(String... segments) {
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes servlet) {
			String path = servlet.getRequest().getRequestURI();
			if (path.indexOf(';') >= 0) {
				throw new InvalidRequestException("wallet", path, "the path must say %3B in place of ;");
			}
		}
		return String.join("/", segments);
	}

}
