package io.escrowmint.spring.aop;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.escrowmint.Metered;
import io.escrowmint.metering.Demand;
import io.escrowmint.metering.Terms;
import io.escrowmint.model.Trace;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Pointcut;
import org.springframework.aop.support.AbstractPointcutAdvisor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Puts the {@link MeteringGate} before every metered method. Outside of transactions and
 * caches, which run at the lowest precedence, and inside of authorization.
 */
public final class MeteredAdvisor extends AbstractPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	private final transient Pointcut pointcut;

	private final transient Advice advice;

	/**
	 * Creates the advisor.
	 * @param methods reads the annotation
	 * @param gate the gate; asked for at the first call, so that the advisor pulls no
	 * bean into early creation
	 */
	public MeteredAdvisor(MeteredMethods methods, Supplier<MeteringGate> gate) {
		this.pointcut = new MeteredPointcut(methods);
		this.advice = new MeteredInterceptor(methods, gate);
		setOrder(Ordered.LOWEST_PRECEDENCE - 100);
	}

	@Override
	public Pointcut getPointcut() {
		return this.pointcut;
	}

	@Override
	public Advice getAdvice() {
		return this.advice;
	}

	private static final class MeteredPointcut extends StaticMethodMatcherPointcut {

		private final MeteredMethods methods;

		MeteredPointcut(MeteredMethods methods) {
			this.methods = methods;
			setClassFilter((type) -> AnnotationUtils.isCandidateClass(type, Metered.class));
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return this.methods.find(AopUtils.getMostSpecificMethod(method, targetClass), targetClass).isPresent();
		}

	}

	private record MeteredInterceptor(MeteredMethods methods,
			Supplier<MeteringGate> gate) implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			Class<?> type = (invocation.getThis() != null) ? AopUtils.getTargetClass(invocation.getThis())
					: invocation.getMethod().getDeclaringClass();
			Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), type);
			Optional<MeteredMethod> metered = this.methods.find(method, type);
			return metered.isEmpty() ? invocation.proceed()
					: this.gate.get().invoke(new Call(metered.get(), method, invocation));
		}

	}

	private record Call(MeteredMethod metered, Method method, MethodInvocation invocation) implements MeteredCall {

		@Override
		public List<Demand> demands(CallFacts facts) {
			Duration ttl = this.metered.ttl();
			Terms terms = Terms.DEFAULTS;
			if (ttl != null) {
				terms = new Terms(ttl, terms.commitOn(), terms.overrun(), terms.late(), terms.onUnavailable(),
						terms.onDisconnect());
			}
			return List.of(new Demand("", facts.wallet(), this.metered.cost(), terms, null, Trace.NONE));
		}

		@Override
		public @Nullable Object proceed() throws Throwable {
			return this.invocation.proceed();
		}

	}

}
