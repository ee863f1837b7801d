package io.escrowmint.spring.stacks;

import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.reactive.TomcatReactiveWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;

/**
 * The web stacks that serve the same handlers.
 */
enum Stack {

	/** Spring MVC. */
	SERVLET(WebApplicationType.SERVLET, ServletOnTomcat.class),

	/** Spring MVC on another container. */
	SERVLET_ON_JETTY(WebApplicationType.SERVLET, ServletOnJetty.class),

	/** WebFlux on reactor-netty. */
	WEBFLUX(WebApplicationType.REACTIVE, WebFluxOnNetty.class),

	/** WebFlux on a servlet container. */
	WEBFLUX_ON_TOMCAT(WebApplicationType.REACTIVE, WebFluxOnTomcat.class);

	private final WebApplicationType type;

	private final Class<?> server;

	Stack(WebApplicationType type, Class<?> server) {
		this.type = type;
		this.server = server;
	}

	/**
	 * Starts the handlers of {@link StackApplication} on this stack.
	 * @param more configurations of one test
	 * @param properties its properties
	 * @return the running application
	 */
	RunningStack start(Class<?>[] more, String... properties) {
		return new RunningStack(new SpringApplicationBuilder(StackApplication.class, this.server).sources(more)
			.web(this.type)
			.properties("server.port=0", "escrowmint.store=memory")
			.run(Stream.of(properties).map("--"::concat).toArray(String[]::new)));
	}

	static class ServletOnTomcat {

		@Bean
		TomcatServletWebServerFactory server() {
			return new TomcatServletWebServerFactory(0);
		}

	}

	static class ServletOnJetty {

		@Bean
		JettyServletWebServerFactory server() {
			return new JettyServletWebServerFactory(0);
		}

	}

	static class WebFluxOnNetty {

		@Bean
		NettyReactiveWebServerFactory server() {
			return new NettyReactiveWebServerFactory(0);
		}

	}

	static class WebFluxOnTomcat {

		@Bean
		TomcatReactiveWebServerFactory server() {
			return new TomcatReactiveWebServerFactory(0);
		}

	}

}
