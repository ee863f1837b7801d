package io.escrowmint.stream;

import io.escrowmint.redis.HashTags;

/**
 * In a cluster a commit can only write what lies in the slot of the processor.
 *
 * @param processor its id
 * @param key where its state lies
 */
record SlotRule(String processor, String key) implements StagedTransaction.PublishRule {

	@Override
	public void check(String stream) {
		if (HashTags.slotOf(stream) != HashTags.slotOf(this.key)) {
			String tag = HashTags.tagOf(this.key);
			throw new StreamMisconfiguredException(
					"The processor '" + this.processor + "' has its state in the slot of the hash tag '" + tag
							+ "', and publishes to '" + stream
							+ "', which lies in another slot: a cluster cannot commit both at once",
					"Give the stream the hash tag of the processor, as in '" + stream.replaceAll("[{}]", "") + "{" + tag
							+ "}', or set the tag of the processor to '" + HashTags.tagOf(stream) + "'.");
		}
	}

}
