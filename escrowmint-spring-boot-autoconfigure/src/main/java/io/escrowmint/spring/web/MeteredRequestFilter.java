package io.escrowmint.spring.web;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Settles the hold of a request by how the request ends: an escaped exception, or a
 * status outside of 200 to 399, gives it back; everything else charges it. Stands near
 * the front of the chain, so that it sees what the client gets.
 */
public final class MeteredRequestFilter extends OncePerRequestFilter {

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		MeteredRequest metered = MeteredRequest.findOrCreate(request);
		boolean returned = false;
		try {
			chain.doFilter(request, response);
			returned = true;
		}
		finally {
			if (!returned) {
				// The container makes it a 500, but only after this filter.
				metered.giveBack();
			}
			else if (!request.isAsyncStarted()) {
				settle(metered, response.getStatus());
			}
		}
	}

	private static void settle(MeteredRequest metered, int status) {
		if (status >= 200 && status < 400) {
			metered.charge();
		}
		else {
			metered.giveBack();
		}
	}

}
