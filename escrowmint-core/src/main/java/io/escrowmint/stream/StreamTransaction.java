package io.escrowmint.stream;

/**
 * What a {@link StreamProcessor} publishes and wants to know. Belongs to one call; used
 * after it or from another thread, it refuses.
 */
public interface StreamTransaction {

	/**
	 * Publishes a message in the commit of the one that is handled.
	 * @param stream the stream; in a cluster it shares the hash tag of the processor
	 * @param message a {@code Map} of fields, or anything else that the codec writes,
	 * which becomes the field {@value StreamMessage#PAYLOAD}
	 * @throws StreamMisconfiguredException if the stream cannot be written in this commit
	 */
	void publish(String stream, Object message);

	/**
	 * Returns the message as it was read.
	 * @return stream, position and fields
	 */
	StreamMessage message();

}
