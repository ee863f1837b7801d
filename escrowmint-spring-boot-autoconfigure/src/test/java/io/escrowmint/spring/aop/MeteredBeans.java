package io.escrowmint.spring.aop;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.escrowmint.metering.MeteringListener;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.metering.StoreMeteringSessions;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Query;
import io.escrowmint.model.TopUp;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;

import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A small application with real proxies around its metered beans, and one wallet.
 */
final class MeteredBeans implements AutoCloseable {

	static final String WALLET = "wallet";

	final List<String> verdicts = new CopyOnWriteArrayList<>();

	final MeteringSessions sessions;

	final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final QuotaStore store;

	MeteredBeans(Class<?>... components) {
		this(MeteringOptions.DEFAULTS, (context) -> context.register(components));
	}

	MeteredBeans(MeteringOptions options, Consumer<AnnotationConfigApplicationContext> components) {
		this(new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system()), options, MeteredAdvisor.DEFAULT_ORDER,
				components);
	}

	MeteredBeans(QuotaStore store, MeteringOptions options, int order,
			Consumer<AnnotationConfigApplicationContext> components) {
		this.store = store;
		MeteringListener listener = new MeteringListener() {

			@Override
			public void shadowed(String verdict, long cost) {
				MeteredBeans.this.verdicts.add(verdict + " " + cost);
			}

		};
		this.sessions = new StoreMeteringSessions(store, 0, options, listener);
		this.sessions.start();
		MeteredMethods methods = new MeteredMethods(() -> MeteredDefaults.SHIPPED, this.context.getBeanFactory());
		MeteringGate plain = new PlainMetering(this.sessions)::invoke;
		MeteringListener shadow = (options.mode() == MeteringOptions.Mode.SHADOW) ? listener : null;
		AopConfigUtils.registerAutoProxyCreatorIfNecessary(this.context);
		AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(this.context);
		this.context.registerBean("advisor", MeteredAdvisor.class,
				() -> new MeteredAdvisor(methods, () -> new MeteringParts(plain, plain, shadow), () -> order),
				(definition) -> definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE));
		this.context.registerBean(AdvisorPlacement.class);
		CreatedBeans created = new CreatedBeans();
		created.watch(this.context.getBeanFactory());
		this.context.registerBean(MeteredInspection.class,
				() -> new MeteredInspection(this.context.getBeanFactory(), methods, created));
		components.accept(this.context);
		this.context.refresh();
		store.execute(TopUp.of(WALLET, 100)).toCompletableFuture().join();
	}

	<T> T get(Class<T> type) {
		return this.context.getBean(type);
	}

	Figures figures() {
		return this.store.query(new Query.OfWallet(WALLET)).toCompletableFuture().join().figures();
	}

	void charges(long spent) {
		await().untilAsserted(() -> {
			assertThat(figures().held()).isZero();
			assertThat(figures().spent()).isEqualTo(spent);
		});
	}

	@Override
	public void close() {
		this.context.close();
		this.sessions.stop();
	}

}
