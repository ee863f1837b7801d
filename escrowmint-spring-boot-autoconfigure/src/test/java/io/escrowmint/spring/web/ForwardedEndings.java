package io.escrowmint.spring.web;

import java.io.IOException;
import java.util.concurrent.Callable;

import io.escrowmint.Metered;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.ModelAndView;

/**
 * Handlers whose response is written by another servlet, as that of a JSP.
 */
@RestController
class ForwardedEndings {

	@Metered("3")
	@GetMapping("/forward-to-page")
	ModelAndView page() {
		return new ModelAndView("forward:/page");
	}

	@Metered("3")
	@GetMapping("/forward-to-page-later")
	Callable<ModelAndView> pageLater() {
		return this::page;
	}

	@Metered("3")
	@GetMapping("/forward-to-frame")
	ModelAndView frame() {
		return new ModelAndView("forward:/page/frame");
	}

	@Metered("3")
	@GetMapping("/forward-by-name")
	void byName(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
		request.getServletContext().getNamedDispatcher("page").forward(request, response);
	}

	@Bean
	static ServletRegistrationBean<HttpServlet> pages() {
		ServletRegistrationBean<HttpServlet> page = new ServletRegistrationBean<>(new Page(), "/page/*");
		page.setName("page");
		return page;
	}

	private static final class Page extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response)
				throws ServletException, IOException {
			boolean framed = "/frame".equals(request.getPathInfo());
			if (framed && request.getDispatcherType() != DispatcherType.INCLUDE) {
				request.getRequestDispatcher("/page/content").include(request, response);
			}
			else {
				response.getWriter().print("page");
			}
		}

	}

}
