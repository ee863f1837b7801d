package io.escrowmint.spring.aop;

import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.VariableReference;

/**
 * Looks for names in an expression that nothing stands behind, before it is evaluated for
 * the first time.
 *
 * @param variables the variables that there are, without their number sign
 * @param beans tells whether there is a bean
 */
record ExpressionNames(Set<String> variables, Predicate<String> beans) {

	private static final Set<String> ROOT = Set.of("request", "method", "target", "args");

	private static final Set<String> ALWAYS = Set.of("root", "this");

	/**
	 * Returns the first name that means nothing.
	 * @param expression the expression
	 * @return the name as it is written, {@code null} if all have a meaning
	 */
	@Nullable String unknownIn(SpelNode expression) {
		return unknown(expression, true);
	}

	// Within a selection, a projection or an index, a bare name means something else.
	private @Nullable String unknown(SpelNode node, boolean atRoot) {
		String name = node.toStringAST();
		if (node instanceof VariableReference && !isVariable(name.substring(1))) {
			return name;
		}
		if (node instanceof FunctionReference && !isVariable(name.substring(1, name.indexOf('(')))) {
			return name;
		}
		if (node instanceof BeanReference && !this.beans.test(beanName(name))) {
			return name;
		}
		if (atRoot && (node instanceof PropertyOrFieldReference property) && !ROOT.contains(property.getName())) {
			return property.getName();
		}
		if (atRoot && (node instanceof MethodReference method) && !ROOT.contains(method.getName())) {
			return name;
		}
		return unknownBelow(node, atRoot && !(node instanceof Selection || node instanceof Projection
				|| node instanceof Indexer || node instanceof InlineMap));
	}

	private @Nullable String unknownBelow(SpelNode node, boolean atRoot) {
		for (int index = 0; index < node.getChildCount(); index++) {
			SpelNode child = node.getChild(index);
			boolean follows = node instanceof CompoundExpression && index > 0;
			String unknown = follows ? unknownFollowing(child, atRoot) : unknown(child, atRoot);
			if (unknown != null) {
				return unknown;
			}
		}
		return null;
	}

	private @Nullable String unknownFollowing(SpelNode node, boolean atRoot) {
		return (node instanceof MethodReference) ? unknownBelow(node, atRoot) : unknown(node, false);
	}

	private boolean isVariable(String name) {
		return ALWAYS.contains(name) || this.variables.contains(name);
	}

	private static String beanName(String reference) {
		String name = reference.substring(reference.startsWith("&") ? 2 : 1);
		return (name.startsWith("'") && name.endsWith("'")) ? name.substring(1, name.length() - 1) : name;
	}

}
