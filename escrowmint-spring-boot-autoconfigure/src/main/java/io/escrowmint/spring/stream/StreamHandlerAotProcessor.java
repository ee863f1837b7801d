package io.escrowmint.spring.stream;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.escrowmint.StreamHandler;
import io.escrowmint.StreamQueueListener;
import io.escrowmint.stream.Delivery;
import io.escrowmint.stream.StateMigrator;
import io.escrowmint.stream.StreamProcessor;
import io.escrowmint.stream.StreamTransaction;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Tells a native image of the handlers of streams among the beans: their methods, which
 * are invoked by reflection, their states and messages, which are read and written by it,
 * and what migrates the states.
 */
final class StreamHandlerAotProcessor implements BeanRegistrationAotProcessor {

	private static final Set<Type> OURS = Set.of(StreamTransaction.class, Delivery.class);

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Class<?> type = bean.getBeanClass();
		return StreamHandlerRegistrar.isOfTheApplication(type) ? contribution(type) : null;
	}

	private @Nullable BeanRegistrationAotContribution contribution(Class<?> type) {
		StreamHandler processor = AnnotatedElementUtils.findMergedAnnotation(type, StreamHandler.class);
		Map<Method, StreamHandler> handlers = StreamHandlerRegistrar.methods(type, StreamHandler.class);
		Set<Method> listeners = StreamHandlerRegistrar.methods(type, StreamQueueListener.class).keySet();
		if (processor == null && handlers.isEmpty() && listeners.isEmpty()) {
			return null;
		}
		return (context, code) -> {
			ReflectionHints hints = context.getRuntimeHints().reflection();
			methods(handlers.keySet(), hints);
			methods(listeners, hints);
			handlers.values().forEach((handler) -> migrator(handler, hints));
			if (processor != null) {
				processor(type, processor, hints);
			}
		};
	}

	private void methods(Collection<Method> methods, ReflectionHints hints) {
		for (Method method : methods) {
			hints.registerMethod(method, ExecutableMode.INVOKE);
			Stream.of(method.getGenericParameterTypes())
				.filter((type) -> !OURS.contains(type))
				.forEach((type) -> this.binding.registerReflectionHints(hints, type));
		}
	}

	private void processor(Class<?> type, StreamHandler annotation, ReflectionHints hints) {
		hints.registerType(type);
		migrator(annotation, hints);
		for (ResolvableType generic : ResolvableType.forClass(type).as(StreamProcessor.class).getGenerics()) {
			this.binding.registerReflectionHints(hints, generic.getType());
		}
	}

	private static void migrator(StreamHandler annotation, ReflectionHints hints) {
		if (annotation.migrator() != StateMigrator.class) {
			hints.registerType(annotation.migrator(), MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
		}
	}

}
