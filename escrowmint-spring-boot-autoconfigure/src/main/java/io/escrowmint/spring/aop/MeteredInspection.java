package io.escrowmint.spring.aop;

import java.util.function.Predicate;

import io.escrowmint.Metered;
import io.escrowmint.WalletResolver;
import io.escrowmint.spring.MisconfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Looks at all beans once they are there, lazy ones by their type, for annotations that
 * no proxy looked at because they can have no effect: such a method would be free, and
 * nobody would know.
 */
public final class MeteredInspection implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beans;

	private final MeteredMethods methods;

	private final Predicate<String> created;

	/**
	 * Creates the inspection.
	 * @param beans the beans
	 * @param methods reads the annotations
	 * @param created tells by its name whether the container has created a singleton;
	 * what was put in the place of a bean, such as a mock, needs no proxy
	 */
	public MeteredInspection(ConfigurableListableBeanFactory beans, MeteredMethods methods, Predicate<String> created) {
		this.beans = beans;
		this.methods = methods;
		this.created = created;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String name : this.beans.getBeanDefinitionNames()) {
			inspect(name);
		}
		if (isPayerMissing()) {
			throw new MisconfigurationException(
					"There are metered methods that serve requests, and no WalletResolver bean that finds out who pays for them.",
					"Declare a WalletResolver bean, such as one that maps an API key header to a wallet, or name the wallet in each annotation.");
		}
	}

	private void inspect(String name) {
		Object bean = bean(name);
		Class<?> type = (bean != null) ? AopProxyUtils.ultimateTargetClass(bean) : type(name);
		if (type != null && isOfTheApplication(type) && isMetered(type) && bean != null && !isAdvised(bean)
				&& this.created.test(name)) {
			throw new MisconfigurationException(
					"@Metered on methods of " + type.getName() + " has no effect, because the bean '" + name
							+ "' has no proxy",
					"The bean is created too early, or is itself a part of the container: let no BeanPostProcessor or BeanFactoryPostProcessor depend on it, or move the metered methods to another bean.");
		}
	}

	// Only what is there anyway: nothing is created to be looked at.
	private @Nullable Object bean(String name) {
		Object bean = this.beans.containsSingleton(name) ? this.beans.getSingleton(name) : null;
		return (bean instanceof FactoryBean<?> || bean instanceof ScopedObject) ? null : bean;
	}

	private @Nullable Class<?> type(String name) {
		if (this.beans.containsBean(ScopedProxyUtils.getTargetBeanName(name))) {
			return null;
		}
		try {
			Class<?> type = AutoProxyUtils.determineTargetClass(this.beans, name);
			return (type != null && FactoryBean.class.isAssignableFrom(type)) ? this.beans.getType(name, false) : type;
		}
		catch (RuntimeException | LinkageError ex) {
			// Whoever uses the bean will hear of it.
			return null;
		}
	}

	private static boolean isOfTheApplication(Class<?> type) {
		return !type.getName().startsWith("org.springframework.")
				&& AnnotationUtils.isCandidateClass(type, Metered.class);
	}

	private boolean isMetered(Class<?> type) {
		int[] found = new int[1];
		ReflectionUtils.doWithMethods(type, (method) -> found[0] += this.methods.find(method, type).isPresent() ? 1 : 0,
				(method) -> !method.isSynthetic() && method.getDeclaringClass() != Object.class);
		return found[0] > 0;
	}

	private static boolean isAdvised(Object bean) {
		if (!(bean instanceof Advised advised)) {
			// An opaque proxy does not say what stands before it.
			return AopUtils.isAopProxy(bean);
		}
		for (var advisor : advised.getAdvisors()) {
			if (advisor instanceof MeteredAdvisor) {
				return true;
			}
		}
		Object target = AopProxyUtils.getSingletonTarget(bean);
		return target == null || isAdvised(target);
	}

	private boolean isPayerMissing() {
		return this.beans.getBeanNamesForType(MeteringGate.class, true, false).length > 0
				&& this.beans.getBeanNamesForType(WalletResolver.class, true, false).length == 0
				&& this.methods.found().stream().anyMatch((method) -> method.isHandler() && !method.namesWallet());
	}

}
