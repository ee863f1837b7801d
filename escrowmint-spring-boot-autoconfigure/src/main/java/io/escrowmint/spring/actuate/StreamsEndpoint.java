package io.escrowmint.spring.actuate;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.escrowmint.spring.stream.StreamContainers;
import io.escrowmint.stream.DeadLetters;
import io.escrowmint.stream.StreamContainer;
import io.escrowmint.stream.StreamMisconfiguredException;
import io.escrowmint.stream.StreamStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * The containers of streams and their dead letters. Reads only, unless
 * {@code management.endpoint.escrowmintstreams.access=unrestricted} or
 * {@code management.endpoints.access.default=unrestricted} says otherwise.
 */
@WebEndpoint(id = "escrowmintstreams", defaultAccess = Access.READ_ONLY)
public final class StreamsEndpoint {

	private static final int MAX_PAGE = 1_000;

	private final StreamContainers containers;

	/**
	 * Creates the endpoint.
	 * @param containers the containers
	 */
	public StreamsEndpoint(StreamContainers containers) {
		this.containers = containers;
	}

	/**
	 * Shows the containers of this instance.
	 * @return asks nothing of Redis
	 */
	@ReadOperation
	public List<StreamStatus> containers() {
		return this.containers.containers().stream().map(StreamContainer::status).toList();
	}

	/**
	 * Lists dead letters, oldest first.
	 * @param container the name of the container
	 * @param after the id of the last one that was seen
	 * @param limit how many at most, 100 if unset
	 * @return dead letters
	 */
	@ReadOperation
	public WebEndpointResponse<Object> deadLetters(@Selector String container, @Nullable String after,
			@Nullable Integer limit) {
		int most = (limit != null) ? Math.max(1, Math.min(limit, MAX_PAGE)) : 100;
		return answer(container, (letters) -> new WebEndpointResponse<>(letters.list(after, most)));
	}

	/**
	 * Lets a message be handled again: it is put back into its stream, or asked of the
	 * processor of events.
	 * @param container the name of the container
	 * @param id of the dead letter
	 * @return nothing, 404 if there is no such dead letter
	 */
	@WriteOperation
	public WebEndpointResponse<Object> replay(@Selector String container, @Selector String id) {
		return answer(container, (letters) -> done(letters, (known) -> known.replay(id)));
	}

	/**
	 * Forgets a dead letter.
	 * @param container the name of the container
	 * @param id of the dead letter
	 * @return nothing, 404 if there is no such dead letter
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> discard(@Selector String container, @Selector String id) {
		return answer(container, (letters) -> done(letters, (known) -> known.discard(id)));
	}

	private static WebEndpointResponse<Object> done(DeadLetters letters, Predicate<DeadLetters> action) {
		return action.test(letters) ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT)
				: problem(WebEndpointResponse.STATUS_NOT_FOUND, "There is no such dead letter");
	}

	private WebEndpointResponse<Object> answer(String container,
			Function<DeadLetters, WebEndpointResponse<Object>> operation) {
		return this.containers.deadLetters(container)
			.map((letters) -> guarded(() -> operation.apply(letters)))
			.orElseGet(() -> problem(WebEndpointResponse.STATUS_NOT_FOUND, "There is no such container"));
	}

	private static WebEndpointResponse<Object> guarded(Supplier<WebEndpointResponse<Object>> operation) {
		try {
			return operation.get();
		}
		catch (StreamMisconfiguredException ex) {
			return problem(409, ex.getMessage() + ". " + ex.action());
		}
		catch (IllegalArgumentException ex) {
			return problem(WebEndpointResponse.STATUS_BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			return problem(503, String.valueOf(ex.getMessage()));
		}
	}

	private static WebEndpointResponse<Object> problem(int status, String message) {
		return new WebEndpointResponse<>(Map.of("message", message), status);
	}

}
