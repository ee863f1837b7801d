package io.escrowmint.stream;

import java.lang.reflect.Type;
import java.util.List;

import io.escrowmint.model.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * A processor of a stream.
 *
 * @param id names the processor among all of the prefix; its state and position belong to
 * it
 * @param stream the stream to read
 * @param publishes the streams it publishes to, as far as they are known beforehand
 * @param tag the hash tag of its state, position and dead letters in Redis, and so part
 * of their names, in a cluster and without; {@code null}: that of the first stream it
 * publishes to, else that of the stream it reads (of events: the id), so that it begins
 * anew when that changes
 * @param message what the handler takes
 * @param state how its state is kept
 * @param processor the handler
 */
public record ProcessorDefinition(String id, String stream, List<String> publishes, @Nullable String tag, Type message,
		StateFormat state, StreamProcessor<Object, Object> processor) {

	public ProcessorDefinition {
		QueueDefinition.require(id, "id");
		QueueDefinition.require(stream, "stream");
		publishes = List.copyOf(publishes);
		publishes.forEach((published) -> QueueDefinition.require(published, "publishes"));
		if (tag != null) {
			QueueDefinition.require(tag, "tag");
			if (tag.indexOf('{') >= 0 || tag.indexOf('}') >= 0) {
				throw new InvalidRequestException("tag", tag, "must have no braces");
			}
		}
	}

	/**
	 * Returns a definition of a processor of any stream.
	 * @param <S> the state
	 * @param <M> the messages
	 * @param id names the processor
	 * @param stream the stream to read
	 * @param state the class of the state
	 * @param message the class of the messages
	 * @param processor the handler
	 * @return the definition
	 */
	@SuppressWarnings("unchecked")
	public static <S, M> ProcessorDefinition of(String id, String stream, Class<S> state, Class<M> message,
			StreamProcessor<S, M> processor) {
		return new ProcessorDefinition(id, stream, List.of(), null, message, StateFormat.of(state),
				(StreamProcessor<Object, Object>) processor);
	}

	/**
	 * Returns this definition with the streams it publishes to.
	 * @param streams the streams
	 * @return a new definition
	 */
	public ProcessorDefinition publishing(String... streams) {
		return new ProcessorDefinition(this.id, this.stream, List.of(streams), this.tag, this.message, this.state,
				this.processor);
	}

	/**
	 * Returns this definition with another format of its state.
	 * @param state how it is kept
	 * @return a new definition
	 */
	public ProcessorDefinition keeping(StateFormat state) {
		return new ProcessorDefinition(this.id, this.stream, this.publishes, this.tag, this.message, state,
				this.processor);
	}

}
