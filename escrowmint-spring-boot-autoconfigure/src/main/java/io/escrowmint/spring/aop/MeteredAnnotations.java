package io.escrowmint.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

import io.escrowmint.Metered;

import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.stereotype.Controller;
import org.springframework.util.ReflectionUtils;

/**
 * Finds {@link Metered} on methods and classes, as a meta-annotation and repeated too.
 * What a method says itself replaces what its class says; both are inherited from
 * superclasses and interfaces.
 */
final class MeteredAnnotations {

	// By name, because web applications are optional.
	private static final List<String> MAPPINGS = List.of("org.springframework.web.bind.annotation.RequestMapping",
			"org.springframework.web.service.annotation.HttpExchange");

	private MeteredAnnotations() {
	}

	static List<MergedAnnotation<Metered>> find(Method method, Class<?> type) {
		List<MergedAnnotation<Metered>> own = nearest(MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY));
		if (!own.isEmpty() || !isMeantByItsClass(method, type)) {
			return own;
		}
		return nearest(MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY));
	}

	/**
	 * Tells whether a method serves requests.
	 * @param method the method
	 * @param type the class of its bean
	 * @return {@code true} for a mapped method of a controller
	 */
	static boolean isHandler(Method method, Class<?> type) {
		if (!AnnotatedElementUtils.hasAnnotation(type, Controller.class)) {
			return false;
		}
		MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		return MAPPINGS.stream().anyMatch(annotations::isPresent);
	}

	// Of a controller, only handlers: its exception handlers serve what has failed.
	private static boolean isMeantByItsClass(Method method, Class<?> type) {
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) || method.isSynthetic()
				|| ReflectionUtils.isObjectMethod(method)
				|| (Modifier.isFinal(modifiers) && method.getDeclaringClass() != type)) {
			return false;
		}
		if (AnnotatedElementUtils.hasAnnotation(type, Controller.class)) {
			return isHandler(method, type);
		}
		return !AnnotatedElementUtils.hasAnnotation(method, Bean.class);
	}

	private static List<MergedAnnotation<Metered>> nearest(MergedAnnotations annotations) {
		List<MergedAnnotation<Metered>> all = annotations.stream(Metered.class).toList();
		return all.stream().filter((found) -> found.getAggregateIndex() == all.get(0).getAggregateIndex()).toList();
	}

}
