package io.escrowmint.spring.stream;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;

import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.stream.Delivery;
import io.escrowmint.stream.QueueHandler;

import org.springframework.util.ReflectionUtils;

/**
 * A bean method as a consumer of a group.
 *
 * @param bean the bean
 * @param method the method
 * @param message which parameter is the message
 */
record ListenerMethod(Object bean, Method method, int message) implements QueueHandler<Object> {

	static ListenerMethod of(Object bean, Method method) {
		Class<?>[] types = method.getParameterTypes();
		boolean first = types.length == 2 && types[0] == Delivery.class;
		boolean fits = types.length == 1 || types.length == 2 && (first != (types[1] == Delivery.class));
		if (!fits || method.getReturnType() != void.class) {
			throw new MisconfigurationException(
					"@StreamQueueListener on " + method
							+ " has other parameters than it can take, or returns something",
					"Write void handle(Message message), or void handle(Message message, Delivery delivery).");
		}
		ReflectionUtils.makeAccessible(method);
		return new ListenerMethod(bean, method, first ? 1 : 0);
	}

	Type messageType() {
		return this.method.getGenericParameterTypes()[this.message];
	}

	@Override
	public void handle(Object message, Delivery delivery) throws Exception {
		try {
			if (this.method.getParameterCount() == 1) {
				this.method.invoke(this.bean, message);
			}
			else {
				this.method.invoke(this.bean,
						(this.message == 0) ? new Object[] { message, delivery } : new Object[] { delivery, message });
			}
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw ex;
		}
	}

}
