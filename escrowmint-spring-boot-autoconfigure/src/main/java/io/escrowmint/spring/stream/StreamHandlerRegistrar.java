package io.escrowmint.spring.stream;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;

import io.escrowmint.StreamHandler;
import io.escrowmint.StreamQueueListener;
import io.escrowmint.spring.MisconfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Looks at all beans once they are there, and makes containers of those that handle
 * streams. Proxies of such beans stay in the way of every call.
 */
public final class StreamHandlerRegistrar implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beans;

	private final ObjectProvider<StreamRegistrations> registrations;

	/**
	 * Creates the registrar.
	 * @param beans the beans
	 * @param registrations makes containers; absent where there is no Redis
	 */
	public StreamHandlerRegistrar(ConfigurableListableBeanFactory beans,
			ObjectProvider<StreamRegistrations> registrations) {
		this.beans = beans;
		this.registrations = registrations;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String name : this.beans.getBeanDefinitionNames()) {
			Class<?> type = type(name);
			if (type != null && !ScopedProxyUtils.isScopedTarget(name) && isOfTheApplication(type)) {
				inspect(name, type);
			}
		}
		this.registrations.ifAvailable((known) -> known.trimmed().warnOfUnhandled());
	}

	private @Nullable Class<?> type(String name) {
		try {
			return AutoProxyUtils.determineTargetClass(this.beans, name);
		}
		catch (RuntimeException | LinkageError ex) {
			// Whoever uses the bean will hear of it.
			return null;
		}
	}

	private void inspect(String name, Class<?> type) {
		if (isCandidate(type, StreamHandler.class)) {
			StreamHandler onType = AnnotatedElementUtils.findMergedAnnotation(type, StreamHandler.class);
			if (onType != null) {
				registrations(name).processor(this.beans.getBean(name), type, onType);
			}
			methods(type, StreamHandler.class).forEach((method, annotation) -> {
				Object bean = this.beans.getBean(name);
				registrations(name).handler(bean, invocable(bean, method), annotation);
			});
		}
		if (isCandidate(type, StreamQueueListener.class)) {
			methods(type, StreamQueueListener.class).forEach((method, annotation) -> {
				Object bean = this.beans.getBean(name);
				registrations(name).listener(bean, invocable(bean, method), annotation);
			});
		}
	}

	static boolean isOfTheApplication(Class<?> type) {
		return !type.getName().startsWith("org.springframework.");
	}

	private static boolean isCandidate(Class<?> type, Class<? extends Annotation> annotation) {
		return AnnotationUtils.isCandidateClass(type, annotation);
	}

	static <A extends Annotation> Map<Method, A> methods(Class<?> type, Class<A> annotation) {
		return MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<A>) (method) -> AnnotatedElementUtils.findMergedAnnotation(method,
						annotation));
	}

	private static Method invocable(Object bean, Method method) {
		return AopUtils.selectInvocableMethod(method, bean.getClass());
	}

	private StreamRegistrations registrations(String name) {
		StreamRegistrations known = this.registrations.getIfAvailable();
		if (known == null) {
			throw new MisconfigurationException("The bean '" + name
					+ "' handles a stream, and there is no Redis connection factory, or nothing that writes JSON",
					"Add spring-boot-starter-data-redis, and Jackson or a StreamCodec bean of your own; or set escrowmint.streams.enabled=false.");
		}
		return known;
	}

}
