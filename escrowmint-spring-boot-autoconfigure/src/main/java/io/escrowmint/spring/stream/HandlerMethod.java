package io.escrowmint.spring.stream;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.IntStream;

import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.stream.StateFormat;
import io.escrowmint.stream.StreamProcessor;
import io.escrowmint.stream.StreamTransaction;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * A bean method as a processor: which of its parameters is the state, the message, the
 * transaction.
 */
final class HandlerMethod implements StreamProcessor<Object, Object> {

	private final Object bean;

	private final Method method;

	private final int state;

	private final int message;

	private final int transaction;

	private HandlerMethod(Object bean, Method method, int state, int message, int transaction) {
		this.bean = bean;
		this.method = method;
		this.state = state;
		this.message = message;
		this.transaction = transaction;
		ReflectionUtils.makeAccessible(method);
	}

	/**
	 * Reads a method.
	 * @throws MisconfigurationException if its parameters do not fit
	 */
	static HandlerMethod of(Object bean, Method method) {
		Parameter[] parameters = method.getParameters();
		List<Integer> transactions = indices(parameters, true);
		List<Integer> others = indices(parameters, false);
		boolean keepsState = method.getReturnType() != void.class;
		if (others.size() != (keepsState ? 2 : 1) || transactions.size() > 1) {
			throw new MisconfigurationException(
					"@StreamHandler on " + method + " has other parameters than it can take",
					"Write State handle(State state, Message message, StreamTransaction tx), or without a state "
							+ "void handle(Message message, StreamTransaction tx); the transaction may be left out.");
		}
		int state = keepsState ? others.get(0) : -1;
		if (keepsState && !parameters[state].getParameterizedType().equals(method.getGenericReturnType())) {
			throw new MisconfigurationException(
					"@StreamHandler on " + method + " returns another type than its first parameter",
					"The first parameter is the state, and what is returned is the new state: let both be of one type.");
		}
		return new HandlerMethod(bean, method, state, others.get(others.size() - 1),
				transactions.isEmpty() ? -1 : transactions.get(0));
	}

	private static List<Integer> indices(Parameter[] parameters, boolean transactions) {
		return IntStream.range(0, parameters.length)
			.filter((index) -> (parameters[index].getType() == StreamTransaction.class) == transactions)
			.boxed()
			.toList();
	}

	Type stateType() {
		return (this.state >= 0) ? this.method.getGenericReturnType() : StateFormat.NONE.type();
	}

	Type messageType() {
		return this.method.getGenericParameterTypes()[this.message];
	}

	@Override
	public @Nullable Object handle(@Nullable Object state, Object message, StreamTransaction tx) throws Exception {
		@Nullable Object[] arguments = new @Nullable Object[this.method.getParameterCount()];
		arguments[this.message] = message;
		if (this.state >= 0) {
			arguments[this.state] = state;
		}
		if (this.transaction >= 0) {
			arguments[this.transaction] = tx;
		}
		try {
			return this.method.invoke(this.bean, arguments);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw ex;
		}
	}

}
