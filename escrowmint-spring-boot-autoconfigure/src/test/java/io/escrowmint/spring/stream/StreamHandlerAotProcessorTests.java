package io.escrowmint.spring.stream;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

import io.escrowmint.StreamHandler;
import io.escrowmint.StreamQueueListener;
import io.escrowmint.stream.Delivery;
import io.escrowmint.stream.StateMigrator;
import io.escrowmint.stream.StreamProcessor;
import io.escrowmint.stream.StreamTransaction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A context that is processed ahead of time knows the handlers of its beans.
 */
class StreamHandlerAotProcessorTests {

	private final RuntimeHints hints = processed(Handlers.class);

	@Test
	void handlersAreInvoked() throws Exception {
		assertInvoked(Totals.class, "handle");
		assertInvoked(Mailer.class, "send");
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Mailer.class.getDeclaredMethod("other")))
			.rejects(this.hints);
	}

	@Test
	void statesAndMessagesAreReadAndWritten() throws Exception {
		for (Class<?> type : List.of(Total.class, Order.class, Line.class, Mail.class, Count.class, Visit.class)) {
			assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructors()[0]))
				.as(type.getName())
				.accepts(this.hints);
			assertThat(RuntimeHintsPredicates.reflection()
				.onMethodInvocation(type.getDeclaredMethod(type.getRecordComponents()[0].getName()))).as(type.getName())
				.accepts(this.hints);
		}
	}

	@Test
	void migratorsAreMade() {
		for (Class<?> type : List.of(Renaming.class, Widening.class)) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints);
		}
	}

	@Test
	void beansWithoutHandlersConcernNobody() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Bystander.class.getDeclaredMethod("handle", String.class)))
			.rejects(processed(Bystander.class));
	}

	private void assertInvoked(Class<?> type, String name) {
		Method method = Stream.of(type.getDeclaredMethods())
			.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElseThrow();
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method)).accepts(this.hints);
	}

	private static RuntimeHints processed(Class<?> component) {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(StreamHandlerAotProcessorTests.class)),
				new InMemoryGeneratedFiles());
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(component);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		return generation.getRuntimeHints();
	}

	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		@Bean
		Totals totals() {
			return new Totals();
		}

		@Bean
		Mailer mailer() {
			return new Mailer();
		}

		@Bean
		Counting counting() {
			return new Counting();
		}

	}

	static class Totals {

		@StreamHandler(stream = "orders", id = "totals", migrator = Renaming.class)
		Total handle(@Nullable Total total, Order order, StreamTransaction tx) {
			return new Total(order.lines().size());
		}

	}

	static class Mailer {

		@StreamQueueListener(stream = "mails", group = "g")
		void send(Delivery delivery, Mail mail) {
		}

		void other() {
		}

	}

	@StreamHandler(stream = "visits", id = "counting", migrator = Widening.class)
	static class Counting implements StreamProcessor<Count, Visit> {

		@Override
		public Count handle(@Nullable Count count, Visit visit, StreamTransaction tx) {
			return new Count(1);
		}

	}

	static class Bystander {

		void handle(String message) {
		}

	}

	record Total(int lines) {

	}

	record Order(List<Line> lines) {

	}

	record Line(String text) {

	}

	record Mail(String to) {

	}

	record Count(long visits) {

	}

	record Visit(String page) {

	}

	static class Renaming implements StateMigrator {

		@Override
		public String migrate(int version, String state) {
			return state;
		}

	}

	static class Widening implements StateMigrator {

		@Override
		public String migrate(int version, String state) {
			return state;
		}

	}

}
