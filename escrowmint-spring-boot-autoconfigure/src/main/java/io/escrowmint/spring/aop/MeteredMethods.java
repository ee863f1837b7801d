package io.escrowmint.spring.aop;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.escrowmint.Metered;
import io.escrowmint.RequestFacts;
import io.escrowmint.spring.MisconfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.MethodClassKey;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.expression.EvaluationContext;

/**
 * Reads {@link Metered} once per method and class. What could never work is refused when
 * the bean is created, and not when the first call comes. Thread-safe.
 */
public final class MeteredMethods {

	private final Map<MethodClassKey, Optional<MeteredMethod>> methods = new ConcurrentHashMap<>();

	private final MeteredAnnotations annotations = new MeteredAnnotations();

	private final Supplier<MeteredDefaults> defaults;

	private final MeteredExpressions expressions;

	private volatile boolean keyed;

	/**
	 * Creates the reader.
	 * @param defaults what counts where an annotation says nothing; asked for when the
	 * first annotation is found, so that nothing is created early
	 * @param beans the beans that expressions may name, if there are any
	 */
	public MeteredMethods(Supplier<MeteredDefaults> defaults, @Nullable BeanFactory beans) {
		this.defaults = defaults;
		this.expressions = new MeteredExpressions(beans);
	}

	/**
	 * Returns what a method says about its price.
	 * @param method the method, of the class or of what it inherits from
	 * @param type the class of the bean
	 * @return the metered method, empty if it is not metered
	 * @throws MisconfigurationException if the annotation cannot work there
	 */
	public Optional<MeteredMethod> find(Method method, Class<?> type) {
		MethodClassKey key = new MethodClassKey(method, type);
		Optional<MeteredMethod> found = this.methods.get(key);
		if (found == null) {
			// Not within the map: reading may create the beans of the configuration,
			// whose methods come by here too.
			found = read(new MeteredPlace(AopUtils.getMostSpecificMethod(method, type), type));
			this.methods.put(key, found);
			if (found.filter(MeteredMethod::namesKey).isPresent()) {
				this.keyed = true;
			}
		}
		return found;
	}

	/**
	 * Returns what was found so far.
	 * @return the metered methods
	 */
	public List<MeteredMethod> found() {
		return this.methods.values().stream().flatMap(Optional::stream).distinct().toList();
	}

	/**
	 * Tells whether a method that was found so far says itself under which key its calls
	 * are charged once: then any request may turn out to have such a key.
	 * @return {@code true} if one does
	 */
	public boolean isAnyKeyNamed() {
		return this.keyed;
	}

	EvaluationContext context(@Nullable RequestFacts request, Method method, @Nullable Object target,
			@Nullable Object[] arguments) {
		return this.expressions.context(request, method, target, arguments);
	}

	private Optional<MeteredMethod> read(MeteredPlace place) {
		List<MergedAnnotation<Metered>> annotations = this.annotations.find(place.method(), place.type());
		if (annotations.isEmpty()) {
			return Optional.empty();
		}
		place.requireReachable();
		List<MeteredRule> rules = new MeteredReader(place, this.defaults.get(), this.expressions).read(annotations);
		boolean handler = MeteredAnnotations.isHandler(place.method(), place.type());
		if (!handler) {
			requirePlain(place, rules);
		}
		return Optional.of(new MeteredMethod(place.method(), handler, rules));
	}

	private static void requirePlain(MeteredPlace place, List<MeteredRule> rules) {
		place.requireEnd();
		if (rules.stream().anyMatch((rule) -> rule.wallet() == null)) {
			throw new MisconfigurationException("@Metered on " + place
					+ " names no wallet, and it is no method that serves requests, of which the wallet could be found",
					"Write who pays, such as @Metered(wallet = \"#customer.wallet\"), or put @Metered on the controller method.");
		}
	}

}
