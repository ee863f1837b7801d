package io.escrowmint.spring.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.escrowmint.lease.CreditLeases;

/**
 * Remembers what is asked of leases, and says yes to it.
 */
final class RecordedLeases {

	final List<String> calls = new CopyOnWriteArrayList<>();

	volatile RuntimeException failure;

	final CreditLeases leases = (CreditLeases) Proxy.newProxyInstance(getClass().getClassLoader(),
			new Class<?>[] { CreditLeases.class }, (proxy, method, arguments) -> answer(method, arguments));

	private Object answer(Method method, Object[] arguments) {
		if (method.getDeclaringClass() == Object.class) {
			return method.getName().equals("hashCode") ? (Object) 1
					: method.getName().equals("equals") ? (Object) false : "leases";
		}
		this.calls.add(method.getName() + ((arguments != null) ? Arrays.toString(arguments) : ""));
		if (this.failure != null && method.getName().equals("prewarm")) {
			throw this.failure;
		}
		return (method.getReturnType() == boolean.class) ? true : null;
	}

}
