package io.escrowmint.spring.aop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.aopalliance.aop.Advice;

import org.springframework.aop.Advisor;
import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.util.Assert;

/**
 * What Spring makes of an aspect without an order and its {@code @Before}: an advice
 * inside of the metering that asks its thread for the invocation.
 */
@Configuration(proxyBeanMethods = false)
public class ExposedAdvice {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor exposure() {
		return advisor(ExposeInvocationInterceptor.INSTANCE, Ordered.HIGHEST_PRECEDENCE + 1);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor before() {
		MethodBeforeAdvice advice = (method, arguments, target) -> Assert.state(
				ExposeInvocationInterceptor.currentInvocation().getMethod().equals(method),
				"The invocation is another one");
		return advisor(advice, Ordered.LOWEST_PRECEDENCE);
	}

	private static Advisor advisor(Advice advice, int order) {
		DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(new AnnotationMatchingPointcut(Advised.class),
				advice);
		advisor.setOrder(order);
		return advisor;
	}

	/**
	 * Marks beans that have the advice.
	 */
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	public @interface Advised {

	}

}
