package io.escrowmint.spring.aop;

import java.lang.reflect.Method;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.escrowmint.Metered;
import org.aopalliance.aop.Advice;

import org.springframework.aop.Pointcut;
import org.springframework.aop.support.AbstractPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Puts a {@link MeteringGate} before every metered method. By default inside of
 * authorization, so that a forbidden call holds nothing, and outside of caches, retries
 * and transactions, so that they are part of what is paid for.
 */
public final class MeteredAdvisor extends AbstractPointcutAdvisor {

	/** Where metering stands unless it is configured otherwise. */
	public static final int DEFAULT_ORDER = Ordered.LOWEST_PRECEDENCE - 100;

	private static final long serialVersionUID = 1L;

	private final transient Pointcut pointcut;

	private final transient Advice advice;

	private final transient IntSupplier order;

	/**
	 * Creates the advisor. It pulls no bean into early creation.
	 * @param methods reads the annotations
	 * @param parts what runs calls; asked for at the first call
	 * @param order where it stands among advisors; asked for when they are sorted
	 */
	public MeteredAdvisor(MeteredMethods methods, Supplier<MeteringParts> parts, IntSupplier order) {
		this.pointcut = new MeteredPointcut(methods);
		this.advice = new MeteredInterceptor(methods, parts);
		this.order = order;
	}

	@Override
	public Pointcut getPointcut() {
		return this.pointcut;
	}

	@Override
	public Advice getAdvice() {
		return this.advice;
	}

	@Override
	public int getOrder() {
		return this.order.getAsInt();
	}

	private static final class MeteredPointcut extends StaticMethodMatcherPointcut {

		private final MeteredMethods methods;

		MeteredPointcut(MeteredMethods methods) {
			this.methods = methods;
			setClassFilter((type) -> AnnotationUtils.isCandidateClass(type, Metered.class));
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return this.methods.find(method, targetClass).isPresent();
		}

	}

}
