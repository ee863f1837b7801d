package io.escrowmint.spring.webflux;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.WalletResolver;
import io.escrowmint.spring.aop.ExposedAdvice;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/**
 * An application on reactor-netty. The wallet is named by a header, which no real
 * application should do; and its advice takes every exception that it is shown.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ Endings.class, Endings.Sales.class, PlainEndings.class, AdvisedEndings.class, ExposedAdvice.class,
		Streams.class, Keyed.class, Parts.class, PlayedWebFilters.class, PlayedWebFilters.Early.class })
class ReactiveApplication {

	@Bean
	NettyReactiveWebServerFactory server() {
		return new NettyReactiveWebServerFactory();
	}

	@Bean
	AtomicInteger runs() {
		return new AtomicInteger();
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	WalletResolver wallets() {
		return (request) -> request.header("Wallet");
	}

	@Bean
	WalletResolver nobody() {
		return (request) -> Optional.empty();
	}

	@Bean
	WebFluxConfigurer blocking() {
		return new WebFluxConfigurer() {

			@Override
			public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
				configurer.setExecutor(new SimpleAsyncTaskExecutor("blocking-"));
				configurer.setControllerMethodPredicate((handler) -> handler.getMethod().getName().equals("thread"));
			}

		};
	}

	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler(IllegalStateException.class)
		String fine() {
			return "mapped";
		}

		@ExceptionHandler(UnsupportedOperationException.class)
		@ResponseStatus(HttpStatus.BAD_GATEWAY)
		String badGateway() {
			return "mapped";
		}

	}

}
