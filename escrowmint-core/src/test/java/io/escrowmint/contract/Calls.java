package io.escrowmint.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.escrowmint.model.Command;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Page;
import io.escrowmint.model.PageRequest;
import io.escrowmint.model.Query;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.WalletState;
import io.escrowmint.store.EventFrame;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Blocking calls to an engine. Failures are thrown as the engine made them.
 */
public final class Calls {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final int FRAMES = 100;

	private final Engine engine;

	public Calls(Engine engine) {
		this.engine = engine;
	}

	/**
	 * Applies a command and asserts the conservation law. This reads the wallet
	 * afterwards, which reclaims what has expired.
	 * @param <R> the outcome
	 * @param command the command
	 * @return the outcome
	 */
	public <R extends Outcome> R apply(Command<R> command) {
		R outcome = send(command);
		state(command.wallet());
		return outcome;
	}

	/**
	 * Applies a command and leaves the wallet alone afterwards.
	 * @param <R> the outcome
	 * @param command the command
	 * @return the outcome
	 */
	public <R extends Outcome> R send(Command<R> command) {
		return await(this.engine.store().execute(command));
	}

	/**
	 * Sends commands without waiting for one before the next, which saves much time where
	 * there are many of them. They may be applied in another order.
	 * @param <R> the outcome
	 * @param commands the commands
	 * @return the outcomes, in the order of the commands
	 */
	public <R extends Outcome> List<R> sendAll(List<? extends Command<R>> commands) {
		List<CompletionStage<R>> sent = new ArrayList<>();
		commands.forEach((command) -> sent.add(this.engine.store().execute(command)));
		return sent.stream().map(Calls::await).toList();
	}

	public <R> R ask(Query<R> query) {
		return await(this.engine.store().query(query));
	}

	public WalletState state(String wallet) {
		WalletState state = ask(new Query.OfWallet(wallet));
		assertThat(state.figures()).as("figures of '%s' obey the conservation law", wallet)
			.matches(Figures::isLawful, "lawful");
		return state;
	}

	public Optional<ReservationView> reservation(String wallet, String id) {
		return ask(new Query.OfReservation(wallet, id));
	}

	public Optional<LeaseView> lease(String wallet, String id) {
		return ask(new Query.OfLease(wallet, id));
	}

	public List<ReservationView> reservations(String wallet, int pageSize) {
		return all(pageSize, (page) -> ask(new Query.Reservations(wallet, page)));
	}

	public List<LeaseView> leases(String wallet, int pageSize) {
		return all(pageSize, (page) -> ask(new Query.Leases(wallet, page)));
	}

	/**
	 * Reads the frames of a wallet's partition to the end.
	 * @param wallet the wallet
	 * @param after the position after which to begin; {@code null}: the beginning
	 * @return the frames, those of other wallets of the partition included
	 */
	public List<EventFrame> frames(String wallet, @Nullable String after) {
		int partition = this.engine.events().partitionOf(wallet);
		List<EventFrame> frames = new ArrayList<>();
		String position = after;
		while (true) {
			List<EventFrame> page = await(this.engine.events().read(partition, position, FRAMES));
			if (page.isEmpty()) {
				return frames;
			}
			frames.addAll(page);
			position = page.get(page.size() - 1).position();
		}
	}

	public List<WalletEvent> events(String wallet) {
		return frames(wallet, null).stream()
			.flatMap((frame) -> frame.events().stream())
			.filter((event) -> event.wallet().equals(wallet))
			.toList();
	}

	private static <T> List<T> all(int pageSize, Function<PageRequest, Page<T>> pages) {
		List<T> items = new ArrayList<>();
		Optional<PageRequest> request = Optional.of(PageRequest.first(pageSize));
		while (request.isPresent()) {
			Page<T> page = pages.apply(request.get());
			assertThat(page.items()).hasSizeLessThanOrEqualTo(pageSize);
			items.addAll(page.items());
			request = page.nextPage();
		}
		return items;
	}

	/**
	 * Waits for a stage.
	 * @param <T> the result
	 * @param stage the stage
	 * @return the result
	 */
	public static <T> T await(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new AssertionError("The store failed with something of its own", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new AssertionError("The store did not answer within " + PATIENCE, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted", ex);
		}
	}

}
