package io.escrowmint.spring.aop;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.escrowmint.RequestFacts;
import io.escrowmint.spring.MisconfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.NativeDetector;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/**
 * Parses the expressions of annotations, and gives them the arguments of a call. They are
 * the application's own code and may do what it may do. Thread-safe.
 */
final class MeteredExpressions {

	// Mixed: what the compiler cannot take, or what meets other types later, is
	// interpreted.
	private final SpelExpressionParser parser = new SpelExpressionParser(new SpelParserConfiguration(
			NativeDetector.inNativeImage() ? SpelCompilerMode.OFF : SpelCompilerMode.MIXED, null));

	private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

	private final StandardEvaluationContext shared = new StandardEvaluationContext();

	private final @Nullable BeanFactory beans;

	MeteredExpressions(@Nullable BeanFactory beans) {
		this.beans = beans;
		if (beans != null) {
			this.shared.setBeanResolver(new BeanFactoryResolver(beans));
		}
	}

	MeteredExpression parse(String text, String attribute, MeteredPlace place) {
		SpelExpression expression = parsed(text, attribute, place);
		Set<String> variables = variables(place.method());
		String unknown = new ExpressionNames(variables, this::isBean).unknownIn(expression.getAST());
		if (unknown != null) {
			throw new MisconfigurationException(
					found(text, attribute, place) + ", in which '" + unknown + "' has no meaning",
					"Write an argument (" + listed(variables)
							+ "), a property of the root (request, method, target, args), or a text in single quotes."
							+ hint(place.method()));
		}
		return new MeteredExpression(attribute, place.toString(), expression);
	}

	EvaluationContext context(@Nullable RequestFacts request, Method method, @Nullable Object target,
			@Nullable Object[] arguments) {
		MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(
				new MeteredRoot(request, method, target, Arrays.asList(arguments)), method, arguments, this.names);
		this.shared.applyDelegatesTo(context);
		return context;
	}

	private SpelExpression parsed(String text, String attribute, MeteredPlace place) {
		try {
			return this.parser.parseRaw(text);
		}
		catch (ParseException | IllegalStateException ex) {
			throw new MisconfigurationException(
					found(text, attribute, place) + ", which is no expression: " + ex.getMessage(),
					"Write an expression in Spring's expression language, such as #prompt.maxTokens; a fixed text stands in single quotes.",
					ex);
		}
	}

	private boolean isBean(String name) {
		return this.beans != null && this.beans.containsBean(name);
	}

	private Set<String> variables(Method method) {
		Set<String> variables = new LinkedHashSet<>();
		String[] found = this.names.getParameterNames(method);
		if (found != null) {
			variables.addAll(Arrays.asList(found));
		}
		for (int index = 0; index < method.getParameterCount(); index++) {
			variables.add("a" + index);
			variables.add("p" + index);
		}
		return variables;
	}

	private String hint(Method method) {
		return (method.getParameterCount() > 0 && this.names.getParameterNames(method) == null)
				? " The names of the arguments are not known: compile with -parameters." : "";
	}

	private static String found(String text, String attribute, MeteredPlace place) {
		return "@Metered on " + place + " has the " + attribute + " '" + text + "'";
	}

	private static String listed(Set<String> variables) {
		return variables.isEmpty() ? "the method has none"
				: variables.stream().map((name) -> "#" + name).collect(Collectors.joining(", "));
	}

}
