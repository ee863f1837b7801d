package io.escrowmint.spring.aop;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.escrowmint.DisconnectPolicy;
import io.escrowmint.LateCommitPolicy;
import io.escrowmint.Metered;
import io.escrowmint.MeteringPath;
import io.escrowmint.OverrunPolicy;
import io.escrowmint.UnavailablePolicy;
import io.escrowmint.metering.StatusRanges;
import io.escrowmint.metering.Terms;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Limits;
import io.escrowmint.model.Trace;
import io.escrowmint.spring.MisconfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.StringUtils;

/**
 * Turns the annotations of one method into rules, and refuses what could never work.
 *
 * @param place where they stand
 * @param defaults what counts where they say nothing
 * @param expressions parses what is worked out
 */
record MeteredReader(MeteredPlace place, MeteredDefaults defaults, MeteredExpressions expressions) {

	List<MeteredRule> read(List<MergedAnnotation<Metered>> annotations) {
		List<MeteredRule> rules = new ArrayList<>();
		for (MergedAnnotation<Metered> annotation : annotations) {
			MeteredRule rule = rule(annotation);
			requireBeside(rules, rule);
			rules.add(rule);
		}
		return rules;
	}

	private MeteredRule rule(MergedAnnotation<Metered> annotation) {
		return new MeteredRule(annotation.getString("name"), cost(annotation), expression(annotation, "wallet"),
				expression(annotation, "idempotencyKey"), expression(annotation, "condition"), terms(annotation),
				trace(annotation.getString("note")));
	}

	private void requireBeside(List<MeteredRule> before, MeteredRule rule) {
		if (before.stream().anyMatch((other) -> other.name().equals(rule.name()) && other.condition() == null)) {
			throw new MisconfigurationException(
					"@Metered stands more than once on " + this.place + " with the name '" + rule.name() + "'",
					"Give each a name of its own; or give all but the last a condition, then the first that is met counts.");
		}
		if (!before.isEmpty() && rule.idempotencyKey() != null) {
			throw new MisconfigurationException(
					"@Metered on " + this.place + " has an idempotencyKey on another than the first annotation",
					"Put the idempotencyKey on the first: a call has one key.");
		}
	}

	private MeteredCost cost(MergedAnnotation<Metered> annotation) {
		String value = annotation.getString("value").trim();
		String cost = annotation.getString("cost").trim();
		String price = annotation.getString("price").trim();
		if (!value.isEmpty() && !cost.isEmpty()) {
			throw new MisconfigurationException("@Metered on " + this.place + " sets both value and cost",
					"Write @Metered(\"" + value + "\") or @Metered(cost = \"" + cost + "\").");
		}
		String text = !value.isEmpty() ? value : cost;
		if (!text.isEmpty() && !price.isEmpty()) {
			throw new MisconfigurationException("@Metered on " + this.place + " sets both cost and price",
					"Write @Metered(\"" + text + "\") or @Metered(price = \"" + price + "\").");
		}
		return !price.isEmpty() ? new MeteredCost(price(price), null) : cost(text);
	}

	private long price(String name) {
		Map<String, Long> prices = this.defaults.prices();
		Long price = prices.get(name);
		if (price == null) {
			throw new MisconfigurationException(
					"@Metered on " + this.place + " has the price '" + name + "', which is not configured",
					"Set escrowmint.prices." + name + " to a number of credits"
							+ (prices.isEmpty() ? "." : ", or write one of " + new TreeSet<>(prices.keySet()) + "."));
		}
		return price;
	}

	private MeteredCost cost(String text) {
		if (text.isEmpty()) {
			return new MeteredCost(1, null);
		}
		if (text.matches("[+-]?\\d+")) {
			return new MeteredCost(number(text), null);
		}
		MeteredExpression expression = this.expressions.parse(text, "cost", this.place);
		if (expression.isLiteral()) {
			throw noCost(text);
		}
		return new MeteredCost(0, expression);
	}

	private long number(String text) {
		BigInteger credits = new BigInteger(text);
		if (credits.signum() < 0 || credits.compareTo(BigInteger.valueOf(Limits.MAX_CREDITS)) > 0) {
			throw noCost(text);
		}
		return credits.longValue();
	}

	private MisconfigurationException noCost(String text) {
		return new MisconfigurationException("@Metered on " + this.place + " has the cost '" + text + "'",
				"Write a whole number of credits, 0 to " + Limits.MAX_CREDITS + ", such as @Metered(\"1\").");
	}

	private @Nullable MeteredExpression expression(MergedAnnotation<Metered> annotation, String attribute) {
		String text = annotation.getString(attribute);
		return StringUtils.hasText(text) ? this.expressions.parse(text, attribute, this.place) : null;
	}

	private Terms terms(MergedAnnotation<Metered> annotation) {
		Terms terms = this.defaults.terms();
		return new Terms(ttl(annotation.getString("ttl").trim(), terms.ttl()),
				statuses(annotation.getString("commitOn").trim(), terms.commitOn()),
				annotation.getEnum("overrun", OverrunPolicy.class).or(terms.overrun()),
				annotation.getEnum("lateCommit", LateCommitPolicy.class).or(terms.late()),
				annotation.getEnum("onUnavailable", UnavailablePolicy.class).or(terms.onUnavailable()),
				annotation.getEnum("onDisconnect", DisconnectPolicy.class).or(terms.onDisconnect()),
				annotation.getEnum("path", MeteringPath.class).or(terms.path()));
	}

	private Duration ttl(String text, Duration configured) {
		if (text.isEmpty()) {
			return configured;
		}
		Duration ttl = duration(text);
		if (ttl == null || ttl.compareTo(Limits.MIN_TTL) < 0 || ttl.compareTo(Limits.MAX_TTL) > 0) {
			throw new MisconfigurationException("@Metered on " + this.place + " has the ttl '" + text + "'",
					"Write a time between 1ms and 365d, such as \"30s\" or \"PT30S\".");
		}
		return ttl;
	}

	private static @Nullable Duration duration(String text) {
		try {
			return DurationStyle.detectAndParse(text);
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			return null;
		}
	}

	private StatusRanges statuses(String text, StatusRanges configured) {
		try {
			return text.isEmpty() ? configured : StatusRanges.parse(text);
		}
		catch (InvalidRequestException ex) {
			throw new MisconfigurationException("@Metered on " + this.place + " has the commitOn '" + text + "'",
					"Write statuses or ranges of statuses, such as \"200-399\" or \"200-299,304\".", ex);
		}
	}

	private Trace trace(String note) {
		try {
			return note.isEmpty() ? Trace.NONE : new Trace(null, note);
		}
		catch (InvalidRequestException ex) {
			throw new MisconfigurationException(
					"@Metered on " + this.place + " has a note of " + note.length() + " characters",
					"Write a note that " + ex.rule() + ".", ex);
		}
	}

}
