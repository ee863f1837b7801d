package io.escrowmint.spring.autoconfigure;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What {@code spring.main.lazy-initialization=true} makes of a context.
 */
final class LazyBeans {

	private LazyBeans() {
	}

	static void initialize(ConfigurableApplicationContext context) {
		context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
	}

}
