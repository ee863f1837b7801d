package io.escrowmint.spring.stream;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.escrowmint.StreamHandler;
import io.escrowmint.StreamQueueListener;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.store.EventLog;
import io.escrowmint.stream.CommitStore;
import io.escrowmint.stream.PoisonPolicy;
import io.escrowmint.stream.ProcessorDefinition;
import io.escrowmint.stream.QueueDefinition;
import io.escrowmint.stream.QueueTransaction;
import io.escrowmint.stream.RedisStreams;
import io.escrowmint.stream.SqlStreamStore;
import io.escrowmint.stream.StateFormat;
import io.escrowmint.stream.StateMigrator;
import io.escrowmint.stream.StreamListener;
import io.escrowmint.stream.StreamOptions;
import io.escrowmint.stream.StreamProcessor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Makes containers of annotated beans and methods.
 *
 * @param streams makes them
 * @param containers takes them
 * @param options what counts where an annotation says nothing
 * @param trimmed the streams that their handlers cut
 * @param events the events of the store, where it has any
 * @param transaction what is around each call of a listener
 * @param sql where processors commit that commit in a database
 * @param listener hears what they do
 * @param beans resolves placeholders and migrators
 */
public record StreamRegistrations(RedisStreams streams, StreamContainers containers, StreamOptions options,
		TrimmedStreams trimmed, ObjectProvider<EventLog> events, ObjectProvider<QueueTransaction> transaction,
		ObjectProvider<SqlStreamStore> sql, StreamListener listener, ConfigurableBeanFactory beans) {

	void processor(Object bean, Class<?> type, StreamHandler annotation) {
		if (!(bean instanceof StreamProcessor<?, ?> processor)) {
			throw new MisconfigurationException("@StreamHandler on " + type.getName() + ", which is no StreamProcessor",
					"Implement StreamProcessor<State, Message>, or put the annotation on a method.");
		}
		ResolvableType generics = ResolvableType.forClass(type).as(StreamProcessor.class);
		if (generics.hasUnresolvableGenerics()) {
			throw new MisconfigurationException(
					"@StreamHandler on " + type.getName() + " does not tell the types of its state and messages",
					"Implement StreamProcessor<State, Message> with classes in place of variables.");
		}
		add(annotation, generics.getGeneric(0).getType(), generics.getGeneric(1).getType(), cast(processor));
	}

	@SuppressWarnings("unchecked")
	private static StreamProcessor<Object, Object> cast(StreamProcessor<?, ?> processor) {
		return (StreamProcessor<Object, Object>) processor;
	}

	void handler(Object bean, Method method, StreamHandler annotation) {
		HandlerMethod handler = HandlerMethod.of(bean, method);
		add(annotation, handler.stateType(), handler.messageType(), handler);
	}

	private void add(StreamHandler annotation, Type state, Type message, StreamProcessor<Object, Object> processor) {
		String id = resolved(annotation.id());
		ProcessorDefinition definition = checked(id,
				() -> new ProcessorDefinition(id, resolved(annotation.stream()),
						Stream.of(annotation.publishes()).map(this::resolved).toList(), unlessEmpty(annotation.tag()),
						message, new StateFormat(state, annotation.stateVersion(), migrator(annotation)), processor));
		StreamOptions options = checked(id, () -> options(annotation))
			.withTrim(this.trimmed.isCutBy(definition.stream()));
		boolean isEvents = definition.stream().equals(StreamHandler.EVENTS);
		if (annotation.commit() == CommitStore.SQL) {
			SqlStreamStore store = sql(id);
			this.containers.add(
					isEvents ? this.streams.processor(definition, events(id), store, options, this.listener)
							: this.streams.processor(definition, store, options, this.listener),
					isEvents ? this.streams.eventDeadLetters(definition, store)
							: this.streams.deadLetters(definition, store));
		}
		else if (isEvents) {
			this.containers.add(this.streams.processor(definition, events(id), options, this.listener),
					this.streams.eventDeadLetters(definition));
		}
		else {
			this.containers.add(this.streams.processor(definition, options, this.listener),
					this.streams.deadLetters(definition));
		}
	}

	private SqlStreamStore sql(String id) {
		SqlStreamStore store = this.sql.getIfUnique();
		if (store == null) {
			throw new MisconfigurationException("The handler '" + id + "' commits in a database, and streams have none",
					"Set escrowmint.streams.sql.enabled=true, with one DataSource and a transaction manager for it; or let it commit in Redis.");
		}
		return store;
	}

	void listener(Object bean, Method method, StreamQueueListener annotation) {
		ListenerMethod handler = ListenerMethod.of(bean, method);
		String stream = resolved(annotation.stream());
		String group = resolved(annotation.group());
		String id = annotation.id().isEmpty() ? stream + ":" + group : resolved(annotation.id());
		QueueTransaction transaction = annotation.transactional()
				? this.transaction.getIfUnique(() -> QueueTransaction.NONE) : QueueTransaction.NONE;
		QueueDefinition definition = checked(id,
				() -> new QueueDefinition(id, stream, group, handler.messageType(), handler, transaction));
		StreamOptions options = checked(id,
				() -> merged(annotation.batch(), annotation.poison(), annotation.maxDeliveries()))
			.withTrim(this.trimmed.isCutBy(stream));
		this.containers.add(this.streams.listener(definition, options, this.listener),
				this.streams.deadLetters(stream, group));
	}

	private StateMigrator migrator(StreamHandler annotation) {
		Class<? extends StateMigrator> type = annotation.migrator();
		if (type == StateMigrator.class) {
			return StateMigrator.NONE;
		}
		StateMigrator known = this.beans.getBeanProvider(type).getIfAvailable();
		return (known != null) ? known : BeanUtils.instantiateClass(type);
	}

	private EventLog events(String id) {
		EventLog log = this.events.getIfUnique();
		if (log == null) {
			throw new MisconfigurationException("The handler '" + id + "' reads events, and the store has none",
					"Use escrowmint.store=redis or memory, or declare an EventLog bean.");
		}
		return log;
	}

	private StreamOptions options(StreamHandler annotation) {
		return merged(annotation.batch(), annotation.poison(), annotation.maxDeliveries());
	}

	private StreamOptions merged(int batch, PoisonPolicy[] poison, int maxDeliveries) {
		StreamOptions options = (batch != -1) ? this.options.withBatch(batch) : this.options;
		return options.withPoison((poison.length > 0) ? poison[0] : options.poison(),
				(maxDeliveries != -1) ? maxDeliveries : options.maxDeliveries());
	}

	private String resolved(String text) {
		return String.valueOf(this.beans.resolveEmbeddedValue(text));
	}

	private @Nullable String unlessEmpty(String text) {
		String resolved = resolved(text);
		return resolved.isEmpty() ? null : resolved;
	}

	private static <T> T checked(String id, Supplier<T> value) {
		try {
			return value.get();
		}
		catch (InvalidRequestException | IllegalArgumentException ex) {
			throw new MisconfigurationException("The handler '" + id + "' is set up wrongly: " + ex.getMessage(),
					"Mend the attribute of its annotation.", ex);
		}
	}

}
