package io.escrowmint.spring.aop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Remembers which singletons the container has created from their definitions. Others
 * were put in the place of such a bean, as a test does with its mocks. Thread-safe.
 */
public final class CreatedBeans implements Predicate<String> {

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	/**
	 * Begins to watch a container.
	 * @param beans what has not created anything yet
	 */
	public void watch(ConfigurableBeanFactory beans) {
		beans.addBeanPostProcessor(new Watch(this.names));
	}

	@Override
	public boolean test(String name) {
		return this.names.contains(name);
	}

	/**
	 * No bean itself: a container expects as many post-processors as it has beans of that
	 * kind, those that were added by hand aside, and would warn of every other bean.
	 */
	private record Watch(Set<String> names) implements MergedBeanDefinitionPostProcessor {

		@Override
		public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {
			if (definition.isSingleton()) {
				this.names.add(name);
			}
		}

	}

}
