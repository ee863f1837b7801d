package io.escrowmint.stream;

import io.escrowmint.stream.StagedTransaction.PublishRule;

/**
 * What stays the same over the life of a processor's task.
 *
 * @param definition the processor
 * @param options how it reads and fails
 * @param codec writes and reads
 * @param deadLetters the stream of its dead letters
 * @param rule where it may publish
 */
record Processing(ProcessorDefinition definition, StreamOptions options, StreamCodec codec, String deadLetters,
		PublishRule rule) {

	MessageReader reader() {
		return new MessageReader(this.codec, this.definition.message());
	}

	Publication dead(StreamMessage message, int deliveries, Throwable cause) {
		return DeadLetter.publication(this.deadLetters, this.definition.id(), message, deliveries, cause, this.codec);
	}

}
