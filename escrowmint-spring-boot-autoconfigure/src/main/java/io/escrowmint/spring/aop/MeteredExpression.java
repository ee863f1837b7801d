package io.escrowmint.spring.aop;

import java.math.BigDecimal;
import java.util.UUID;

import io.escrowmint.model.Limits;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.util.ObjectUtils;
import org.springframework.util.StringUtils;

/**
 * One attribute of an annotation that is worked out at every call. Its failures name the
 * attribute and the type of what it gave, and never the value: that may be a wallet or a
 * key.
 *
 * @param attribute the attribute
 * @param place where the annotation stands
 * @param expression compiled once it was used for a while
 */
record MeteredExpression(String attribute, String place, Expression expression) {

	private static final BigDecimal MOST = BigDecimal.valueOf(Limits.MAX_CREDITS);

	/**
	 * Tells whether the expression always gives the same.
	 * @return {@code true} for a text, number or boolean that is written out
	 */
	boolean isLiteral() {
		return this.expression instanceof SpelExpression spel && spel.getAST() instanceof Literal;
	}

	/**
	 * Returns a number of credits.
	 * @param context the arguments of the call
	 * @return 0 to 2^53-1
	 * @throws IllegalStateException if the expression gives anything else
	 */
	long credits(EvaluationContext context) {
		Object value = value(context);
		BigDecimal number = (value instanceof Number found) ? exact(found) : null;
		if (number == null || number.signum() < 0 || number.compareTo(MOST) > 0
				|| number.stripTrailingZeros().scale() > 0) {
			throw refused(value, "a whole number of credits, 0 to " + Limits.MAX_CREDITS);
		}
		return number.longValue();
	}

	/**
	 * Returns a name.
	 * @param context the arguments of the call
	 * @return a name, {@code null} if the expression gives none, or a blank one
	 * @throws IllegalStateException if the expression gives something that is no name
	 */
	@Nullable String name(EvaluationContext context) {
		Object value = ObjectUtils.unwrapOptional(value(context));
		if (value == null) {
			return null;
		}
		if (value instanceof CharSequence || value instanceof Number || value instanceof UUID
				|| value instanceof Enum<?>) {
			String name = value.toString();
			return StringUtils.hasText(name) ? name : null;
		}
		throw refused(value, "a text, number, UUID or enum constant");
	}

	/**
	 * Returns a decision.
	 * @param context the arguments of the call
	 * @return the decision
	 * @throws IllegalStateException if the expression gives anything else
	 */
	boolean decision(EvaluationContext context) {
		Object value = value(context);
		if (value instanceof Boolean decision) {
			return decision;
		}
		throw refused(value, "a boolean");
	}

	private @Nullable Object value(EvaluationContext context) {
		try {
			return this.expression.getValue(context);
		}
		catch (EvaluationException ex) {
			throw new IllegalStateException(
					"The " + this.attribute + " of @Metered on " + this.place + " cannot be worked out", ex);
		}
	}

	private IllegalStateException refused(@Nullable Object value, String wanted) {
		String type = (value != null) ? value.getClass().getName() : "null";
		return new IllegalStateException("The " + this.attribute + " of @Metered on " + this.place + " gave a value of "
				+ type + " that is not " + wanted);
	}

	private static @Nullable BigDecimal exact(Number number) {
		try {
			return new BigDecimal(number.toString());
		}
		catch (NumberFormatException ex) {
			// NaN and the infinities.
			return null;
		}
	}

}
