package io.escrowmint.spring.aop;

import java.lang.reflect.Method;
import java.util.List;

import io.escrowmint.RequestFacts;
import org.jspecify.annotations.Nullable;

/**
 * What expressions see as their root.
 *
 * @param request the request, {@code null} outside of one
 * @param method the method of the bean's class
 * @param target the bean
 * @param args the arguments
 */
public record MeteredRoot(@Nullable RequestFacts request, Method method, @Nullable Object target,
		List<@Nullable Object> args) {

}
