package io.escrowmint.spring.webflux;

import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseEntity;
import org.springframework.objenesis.ObjenesisException;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ClassUtils;

/**
 * Makes objects that stand for results which do not exist yet. Nobody looks at them; but
 * WebFlux takes {@code null} for a response that is already written.
 */
final class StandIn {

	private static final SpringObjenesis OBJENESIS = new SpringObjenesis();

	private StandIn() {
	}

	static @Nullable Object of(Class<?> type) {
		if (type == void.class) {
			return null;
		}
		if (type.isPrimitive()) {
			return Array.get(Array.newInstance(type, 1), 0);
		}
		if (type.isArray()) {
			return Array.newInstance(type.getComponentType(), 0);
		}
		for (Object known : List.of("", List.of(), Set.of(), Map.of(), ResponseEntity.noContent().build())) {
			if (type.isInstance(known)) {
				return known;
			}
		}
		return type.isAssignableFrom(CompletableFuture.class) ? CompletableFuture.completedFuture(null)
				: instance(type);
	}

	private static @Nullable Object instance(Class<?> type) {
		if (Modifier.isAbstract(type.getModifiers()) || Number.class.isAssignableFrom(type) || type.isEnum()
				|| Collection.class.isAssignableFrom(type) || ClassUtils.isPrimitiveWrapper(type)) {
			return null;
		}
		try {
			return OBJENESIS.newInstance(type);
		}
		catch (ObjenesisException ex) {
			return null;
		}
	}

}
