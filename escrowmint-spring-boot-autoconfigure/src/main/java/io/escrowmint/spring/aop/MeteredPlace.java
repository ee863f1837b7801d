package io.escrowmint.spring.aop;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.escrowmint.spring.MisconfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Where an annotation stands, for messages and to see whether it can take effect there.
 *
 * @param method the method of the bean's class
 * @param type the class of the bean
 */
record MeteredPlace(Method method, Class<?> type) {

	@Override
	public String toString() {
		return this.type.getName() + "." + this.method.getName();
	}

	/**
	 * Refuses a method that no proxy can stand before.
	 */
	void requireReachable() {
		String reason = unreachable();
		if (reason != null) {
			throw new MisconfigurationException("@Metered on " + this + " has no effect, because " + reason,
					"Metered methods are called through a proxy, which is a subclass of the bean's class: make the class and the method overridable, and call it from another bean.");
		}
		if (AnnotatedElementUtils.hasAnnotation(this.method, Bean.class)) {
			throw new MisconfigurationException("@Metered on " + this + " has no effect on the bean that it makes",
					"Put @Metered on the methods of the bean's class.");
		}
	}

	/**
	 * Refuses a method whose end nobody is told of.
	 */
	void requireEnd() {
		Class<?> result = this.method.getReturnType();
		if (Future.class.isAssignableFrom(result) && !CompletionStage.class.isAssignableFrom(result)) {
			throw new MisconfigurationException("@Metered on " + this + " cannot settle, because nobody is told when a "
					+ result.getName() + " completes", "Return a java.util.concurrent.CompletableFuture.");
		}
		ReactiveAdapter adapter = PlainMetering.publisher(result);
		if (adapter != null && !result.isInstance(PublisherMetering.nothing(adapter))) {
			throw new MisconfigurationException("@Metered on " + this + " cannot stand before a " + result.getName()
					+ ", because it returns a publisher of its own", "Return a Mono, a Flux or a Publisher.");
		}
		if (isSuspending()) {
			throw new MisconfigurationException(
					"@Metered on " + this + " cannot settle, because it is a suspending function",
					"Return a Mono or a CompletableFuture, such as with mono { ... } or future { ... }.");
		}
	}

	// By name, because Kotlin is optional.
	private boolean isSuspending() {
		Class<?>[] parameters = this.method.getParameterTypes();
		return parameters.length > 0
				&& parameters[parameters.length - 1].getName().equals("kotlin.coroutines.Continuation");
	}

	private @Nullable String unreachable() {
		int modifiers = this.method.getModifiers();
		if (Modifier.isPrivate(modifiers)) {
			return "the method is private";
		}
		if (Modifier.isStatic(modifiers)) {
			return "the method is static";
		}
		if (isProxiedByInterface()) {
			return null;
		}
		if (Modifier.isFinal(modifiers)) {
			return "the method is final";
		}
		if (Modifier.isFinal(this.type.getModifiers()) || this.type.isSealed()) {
			return "its class is final or sealed";
		}
		return hasPrivateConstructorsOnly() ? "its class has no constructor that a subclass could call" : null;
	}

	private boolean isProxiedByInterface() {
		return this.type.isInterface() || Proxy.isProxyClass(this.type) || ClassUtils.isLambdaClass(this.type);
	}

	private boolean hasPrivateConstructorsOnly() {
		return Arrays.stream(this.type.getDeclaredConstructors())
			.mapToInt(Constructor::getModifiers)
			.allMatch(Modifier::isPrivate);
	}

}
