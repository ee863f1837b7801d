package io.escrowmint.spring.aop;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;

import io.escrowmint.Metering;
import io.escrowmint.metering.Demand;
import io.escrowmint.metering.MeteringListener;
import io.escrowmint.model.StoreUnavailableException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.expression.EvaluationContext;
import org.springframework.util.function.SingletonSupplier;

/**
 * A call that came through the proxy. Can run more than once, as a publisher can be
 * subscribed to more than once.
 *
 * @param methods gives expressions their context
 * @param metered the method with its rules
 * @param invocation the call, never proceeded itself
 * @param shadow hears of calls that cannot be evaluated, absent if they fail
 */
record InvokedCall(MeteredMethods methods, MeteredMethod metered, ProxyMethodInvocation invocation,
		@Nullable MeteringListener shadow) implements MeteredCall {

	@Override
	public Method method() {
		return this.metered.method();
	}

	@Override
	public boolean namesKey() {
		return this.metered.namesKey();
	}

	@Override
	public List<Demand> demands(CallFacts facts) {
		Supplier<EvaluationContext> context = SingletonSupplier.of(() -> this.methods.context(facts.request(), method(),
				this.invocation.getThis(), this.invocation.getArguments()));
		if (this.shadow == null) {
			return this.metered.demands(context, facts);
		}
		try {
			return this.metered.demands(context, facts);
		}
		catch (RuntimeException ex) {
			this.shadow.shadowed(isOutage(ex) ? "refused_unavailable" : "error", 0);
			return List.of();
		}
	}

	private static boolean isOutage(RuntimeException failure) {
		return failure instanceof StoreUnavailableException || failure.getCause() instanceof StoreUnavailableException;
	}

	@Override
	public @Nullable Object proceed() throws Throwable {
		@Nullable Object[] arguments = this.invocation.getArguments().clone();
		int index = this.metered.metering();
		if (index >= 0 && arguments[index] == null) {
			arguments[index] = Metering.current().orElse(null);
		}
		MethodInvocation once = this.invocation.invocableClone(arguments);
		// Aspects ask their thread for the invocation, and a call may run long after its
		// chain has left it. Without aspects nobody asks.
		return ExposeInvocationInterceptor.INSTANCE.invoke(once);
	}

}
