package io.escrowmint.metering;

import java.lang.reflect.Proxy;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;

class QuietListenerTests {

	@Test
	void errorOfAListenerIsItsOwn() {
		MeteringListener failing = (MeteringListener) Proxy.newProxyInstance(MeteringListener.class.getClassLoader(),
				new Class<?>[] { MeteringListener.class }, (proxy, method, arguments) -> {
					throw new AssertionError("from a listener");
				});
		QuietListener quiet = new QuietListener(failing);
		assertThatCode(() -> {
			quiet.settled(new Settlement(Settlement.Kind.CHARGED, 1, 0));
			quiet.settleRepeated();
			quiet.extended(1);
		}).doesNotThrowAnyException();
	}

}
