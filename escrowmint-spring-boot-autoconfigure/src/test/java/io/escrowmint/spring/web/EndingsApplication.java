package io.escrowmint.spring.web;

import java.util.NoSuchElementException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.escrowmint.WalletResolver;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * An application with one metered handler for each way in which a request can end. The
 * wallet is named by a header, which no real application should do.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ BlockingEndings.class, BlockingEndings.Inner.class, BlockingEndings.Sales.class, AsynchronousEndings.class,
		StreamedEndings.class, FlushedEndings.class, WrittenEndings.class, ForwardedEndings.class,
		ListeningEndings.class, BrokenEndings.class, MeteringEndings.class, EndingsApplication.Advice.class })
class EndingsApplication {

	@Bean
	WalletResolver wallets() {
		return (request) -> request.header("Wallet");
	}

	@Bean(destroyMethod = "shutdownNow")
	ScheduledExecutorService later() {
		return Executors.newScheduledThreadPool(4);
	}

	@Bean
	ErrorPageRegistrar teapotPage() {
		return (registry) -> registry.addErrorPages(new ErrorPage(HttpStatus.I_AM_A_TEAPOT, "/teapot-page"));
	}

	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler(UnsupportedOperationException.class)
		@ResponseStatus(HttpStatus.INTERNAL_SERVER_ERROR)
		String serverError() {
			return "mapped";
		}

		@ExceptionHandler(ArithmeticException.class)
		String fine() {
			return "mapped";
		}

		@ExceptionHandler(NoSuchElementException.class)
		void nothing() {
		}

	}

	@ResponseStatus(HttpStatus.GONE)
	static class Gone extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
