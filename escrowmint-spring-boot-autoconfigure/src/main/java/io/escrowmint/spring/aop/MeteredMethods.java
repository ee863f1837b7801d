package io.escrowmint.spring.aop;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.escrowmint.Metered;
import io.escrowmint.model.Limits;
import io.escrowmint.spring.MisconfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.MethodClassKey;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;

/**
 * Reads {@link Metered} once per method. What could never work is refused when the bean
 * is created, and not when the first request comes. Thread-safe.
 */
public final class MeteredMethods {

	private final Map<MethodClassKey, Optional<MeteredMethod>> methods = new ConcurrentHashMap<>();

	/**
	 * Returns what a method costs.
	 * @param method the method
	 * @param targetClass the class of the bean
	 * @return the cost, empty if the method is not metered
	 * @throws MisconfigurationException if the annotation cannot work there
	 */
	public Optional<MeteredMethod> find(Method method, Class<?> targetClass) {
		return this.methods.computeIfAbsent(new MethodClassKey(method, targetClass),
				(key) -> read(method, targetClass));
	}

	/**
	 * Tells whether any metered method was found so far.
	 * @return {@code true} if there is one
	 */
	public boolean hasAny() {
		return this.methods.values().stream().anyMatch(Optional::isPresent);
	}

	private static Optional<MeteredMethod> read(Method method, Class<?> targetClass) {
		Metered metered = AnnotatedElementUtils.findMergedAnnotation(method, Metered.class);
		if (metered == null) {
			return Optional.empty();
		}
		String place = targetClass.getName() + "." + method.getName();
		if (!AnnotatedElementUtils.hasAnnotation(targetClass, Controller.class)) {
			throw new MisconfigurationException(
					"@Metered on " + place + " has no effect, because its class is not a controller",
					"Put @Metered on the controller method that serves the request.");
		}
		if (AsynchronousReturn.isOf(method)) {
			throw new MisconfigurationException(
					"@Metered on " + place + " cannot settle, because the method answers after it has returned",
					"Return the body itself instead of " + method.getGenericReturnType().getTypeName()
							+ ", or reserve and commit with QuotaService.");
		}
		return Optional.of(new MeteredMethod(cost(metered, place), ttl(metered, place)));
	}

	private static long cost(Metered metered, String place) {
		if (StringUtils.hasText(metered.value()) && StringUtils.hasText(metered.cost())) {
			throw new MisconfigurationException("@Metered on " + place + " sets both value and cost",
					"Write @Metered(\"" + metered.value() + "\") or @Metered(cost = \"" + metered.cost() + "\").");
		}
		String text = StringUtils.hasText(metered.value()) ? metered.value() : metered.cost();
		long cost = StringUtils.hasText(text) ? number(text) : 1;
		if (cost < 0 || cost > Limits.MAX_CREDITS) {
			throw new MisconfigurationException("@Metered on " + place + " has the cost '" + text + "'",
					"Write a whole number of credits, 0 to " + Limits.MAX_CREDITS + ", such as @Metered(\"1\").");
		}
		return cost;
	}

	private static long number(String text) {
		try {
			return Long.parseLong(text.trim());
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	private static @Nullable Duration ttl(Metered metered, String place) {
		if (!StringUtils.hasText(metered.ttl())) {
			return null;
		}
		Duration ttl = duration(metered.ttl().trim());
		if (ttl == null || ttl.compareTo(Limits.MIN_TTL) < 0 || ttl.compareTo(Limits.MAX_TTL) > 0) {
			throw new MisconfigurationException("@Metered on " + place + " has the ttl '" + metered.ttl() + "'",
					"Write a time between 1ms and 365d, such as \"30s\" or \"PT30S\".");
		}
		return ttl;
	}

	private static @Nullable Duration duration(String text) {
		try {
			return DurationStyle.detectAndParse(text);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
