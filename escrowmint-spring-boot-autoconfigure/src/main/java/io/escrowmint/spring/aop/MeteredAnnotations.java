package io.escrowmint.spring.aop;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
 * superclasses and interfaces. Thread-safe.
 */
final class MeteredAnnotations {

	// By name, because web applications are optional.
	private static final List<String> MAPPINGS = List.of("org.springframework.web.bind.annotation.RequestMapping",
			"org.springframework.web.service.annotation.HttpExchange");

	// Nearly all are empty, and they are asked for with each method of each bean.
	private final Map<Class<?>, List<MergedAnnotation<Metered>>> ofClasses = new ConcurrentHashMap<>();

	List<MergedAnnotation<Metered>> find(Method method, Class<?> type) {
		List<MergedAnnotation<Metered>> own = nearest(method);
		if (!own.isEmpty()) {
			return own;
		}
		List<MergedAnnotation<Metered>> ofClass = this.ofClasses.computeIfAbsent(type, MeteredAnnotations::nearest);
		return (!ofClass.isEmpty() && isMeantByItsClass(method, type)) ? ofClass : own;
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

	private static List<MergedAnnotation<Metered>> nearest(AnnotatedElement element) {
		List<MergedAnnotation<Metered>> all = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
			.stream(Metered.class)
			.toList();
		return all.stream().filter((found) -> found.getAggregateIndex() == all.get(0).getAggregateIndex()).toList();
	}

}
