package io.escrowmint.spring.aop;

import java.util.Optional;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;

/**
 * Hands every call of a metered method to whatever runs it: the gate of the web framework
 * if the method serves requests, else {@link PlainMetering}.
 *
 * @param methods reads the annotations
 * @param parts what runs calls; asked for at the first one
 */
record MeteredInterceptor(MeteredMethods methods, Supplier<MeteringParts> parts) implements MethodInterceptor {

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Class<?> type = (target != null) ? AopUtils.getTargetClass(target) : invocation.getMethod().getDeclaringClass();
		Optional<MeteredMethod> metered = this.methods.find(invocation.getMethod(), type);
		return metered.isEmpty() ? invocation.proceed() : run(metered.get(), (ProxyMethodInvocation) invocation);
	}

	private @Nullable Object run(MeteredMethod metered, ProxyMethodInvocation invocation) throws Throwable {
		MeteringParts parts = this.parts.get();
		MeteringGate gate = metered.isHandler() ? parts.handlers() : parts.others();
		return gate.invoke(new InvokedCall(this.methods, metered, invocation, parts.shadow()));
	}

}
