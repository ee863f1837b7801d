package io.escrowmint.spring.aop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Remembers which singletons the container has created from their definitions. Others
 * were put in the place of such a bean, as a test does with its mocks. To be added to a
 * bean factory before it creates anything. Thread-safe.
 */
public final class CreatedBeans implements MergedBeanDefinitionPostProcessor, Predicate<String> {

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {
		if (definition.isSingleton()) {
			this.names.add(name);
		}
	}

	@Override
	public boolean test(String name) {
		return this.names.contains(name);
	}

}
