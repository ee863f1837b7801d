package io.escrowmint.lease;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.escrowmint.model.Consume;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Query;
import io.escrowmint.store.QuotaStore;
import org.jspecify.annotations.Nullable;

/**
 * Leases of wallets in a store. Wallets that nobody uses are forgotten.
 */
public final class StoreCreditLeases implements CreditLeases {

	private static final Duration RECALL_PATIENCE = Duration.ofMillis(500);

	private final QuotaStore store;

	private final LeaseContext context;

	private final ConcurrentMap<String, WalletLeases> wallets = new ConcurrentHashMap<>();

	private final LeaseUpkeep upkeep;

	/**
	 * Creates leases that are not used until they are started, and are looked after on a
	 * daemon thread.
	 * @param store grants them; closed by whoever made it, after these leases
	 * @param options how they are made
	 * @param listener hears what happens to them
	 */
	public StoreCreditLeases(QuotaStore store, LeaseOptions options, LeaseListener listener) {
		this(store, options, listener, (task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Creates leases that are not used until they are started.
	 * @param store grants them; closed by whoever made it, after these leases
	 * @param options how they are made
	 * @param listener hears what happens to them
	 * @param threads makes the thread that reports and renews; it must not keep the
	 * process alive
	 */
	public StoreCreditLeases(QuotaStore store, LeaseOptions options, LeaseListener listener, ThreadFactory threads) {
		this(store, options, listener, System::nanoTime, RECALL_PATIENCE, () -> LeaseUpkeep.newTimer(threads));
	}

	StoreCreditLeases(QuotaStore store, LeaseOptions options, LeaseListener listener, LongSupplier nanoTime,
			Duration recallPatience, Supplier<ScheduledExecutorService> timers) {
		LeaseListener quiet = new QuietLeaseListener(listener);
		this.store = store;
		this.context = new LeaseContext(options, quiet, nanoTime, new PatientCalls(store, quiet, options.patience()),
				recallPatience);
		this.upkeep = new LeaseUpkeep(this.context, this.wallets, timers);
	}

	@Override
	public boolean consume(String wallet, long amount) {
		WalletLeases leases = this.wallets.get(wallet);
		return (leases != null && leases.consume(amount)) || await(consumeSlowly(wallet, amount)).applied();
	}

	@Override
	public CompletionStage<LeaseConsumption> consumeAsync(String wallet, long amount) {
		WalletLeases leases = this.wallets.get(wallet);
		return (leases != null && leases.consume(amount)) ? CompletableFuture.completedStage(ConsumeRequest.HERE)
				: consumeSlowly(wallet, amount).answer();
	}

	private ConsumeRequest consumeSlowly(String wallet, long amount) {
		return request(wallet, amount, (leases, name) -> new ConsumeRequest(name, amount));
	}

	@Override
	public LeaseCheck check(String wallet, long amount) {
		LeaseHold hold = hold(wallet, amount);
		return (hold != null) ? new LeaseCheck.Held(hold) : await(checkSlowly(wallet, amount));
	}

	@Override
	public CompletionStage<LeaseCheck> checkAsync(String wallet, long amount) {
		LeaseHold hold = hold(wallet, amount);
		return (hold != null) ? CompletableFuture.completedFuture(new LeaseCheck.Held(hold))
				: checkSlowly(wallet, amount).answer();
	}

	private @Nullable LeaseHold hold(String wallet, long amount) {
		WalletLeases leases = this.wallets.get(wallet);
		return (leases != null) ? leases.hold(amount) : null;
	}

	private CheckRequest checkSlowly(String wallet, long amount) {
		return request(wallet, amount, (leases, name) -> new CheckRequest(this.context, leases, name, amount));
	}

	private <R extends LeaseRequest<?>> R request(String wallet, long amount,
			BiFunction<WalletLeases, String, R> factory) {
		Consume.of(wallet, amount);
		while (true) {
			WalletLeases leases = leasesOf(wallet);
			R request = factory.apply(leases, wallet);
			if (leases.accept(request)) {
				return request;
			}
			this.wallets.remove(wallet, leases);
		}
	}

	/** While leases are not in use nobody would clean up after a wallet. */
	private WalletLeases leasesOf(String wallet) {
		if (this.context.isRunning()) {
			return this.wallets.computeIfAbsent(wallet, (name) -> WalletLeases.kept(this.context, name));
		}
		WalletLeases known = this.wallets.get(wallet);
		return (known != null) ? known : WalletLeases.passing(this.context, wallet);
	}

	/** Whoever is interrupted gets no answer: a hold that still comes is given back. */
	private static <T> T await(LeaseRequest<T> request) {
		return Waiting.answer(request.answer(), (interrupted) -> {
			request.answer().cancel(false);
			request.answer().whenComplete((answer, failure) -> {
				if (failure == null) {
					request.unwanted(answer);
				}
			});
			return new OutcomeUnknownException(request.wallet(), null,
					"Interrupted while waiting; a charge may have been applied, a hold is given back", interrupted);
		});
	}

	@Override
	public boolean isLeasable(String wallet, long amount) {
		return this.context.isRunning() && amount <= this.context.options().termsOf(wallet).maxSize();
	}

	@Override
	public CompletionStage<Void> prewarm(Collection<String> wallets) {
		List<PrewarmRequest> requests = wallets.stream()
			.map((wallet) -> request(wallet, 1, (leases, name) -> new PrewarmRequest(name)))
			.toList();
		return CompletableFuture
			.allOf(requests.stream().map(LeaseRequest::answer).toArray(CompletableFuture<?>[]::new));
	}

	@Override
	public boolean prewarm(Collection<String> wallets, Duration timeout) {
		try {
			prewarm(wallets).toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A prewarm must not fail", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public CompletionStage<Boolean> recall(String wallet, long missing) {
		WalletLeases leases = this.wallets.get(wallet);
		return (leases != null) ? leases.recall(missing) : CompletableFuture.completedFuture(false);
	}

	@Override
	public LeaseBalance balance(String wallet) {
		WalletLeases leases = this.wallets.get(wallet);
		return (leases != null) ? leases.balance() : new LeaseBalance(wallet, 0, null, 0);
	}

	@Override
	public CompletionStage<LeaseBalance> authoritativeBalance(String wallet) {
		return this.store.query(new Query.OfWallet(wallet)).thenApply((state) -> {
			WalletLeases leases = this.wallets.get(wallet);
			if (leases == null) {
				return new LeaseBalance(wallet, state.available(), Duration.ZERO, 0);
			}
			leases.heard(state.available());
			return leases.balance();
		});
	}

	@Override
	public LeaseExposure exposure() {
		LeaseExposure sum = LeaseExposure.NONE;
		for (WalletLeases leases : this.wallets.values()) {
			sum = sum.plus(leases.exposure());
		}
		return sum;
	}

	@Override
	public void start() {
		this.upkeep.start();
	}

	/** Looks after all wallets once. */
	void tick() {
		this.upkeep.tick();
	}

	@Override
	public boolean drain(Duration timeout) {
		return this.upkeep.drain(timeout);
	}

	@Override
	public void stop() {
		this.upkeep.stop();
	}

	@Override
	public boolean isRunning() {
		return this.context.isRunning();
	}

}
