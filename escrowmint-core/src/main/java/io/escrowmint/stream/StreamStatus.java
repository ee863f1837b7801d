package io.escrowmint.stream;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a container in this process.
 *
 * @param name of the container
 * @param phase what it does; of several partitions, the one that needs a look most
 * @param position how far it has come; of several partitions, none
 * @param behind for how long it has not come to the end of its stream; zero where another
 * process does the work
 * @param backlog how many entries wait for it, as far as they are counted; of the store's
 * events and of streams that are cut, how many have to be kept for this or any other
 * reader; 0 where another process does the work
 * @param isTooFarBehind whether either is more than allowed
 * @param error the last error, if it has not been overcome
 */
public record StreamStatus(String name, Phase phase, @Nullable String position, Duration behind, long backlog,
		boolean isTooFarBehind, @Nullable String error) {

	/**
	 * Tells whether nobody has to look at it.
	 * @return whether all is well
	 */
	public boolean isHealthy() {
		return this.phase.ordinal() <= Phase.RUNNING.ordinal() && !this.isTooFarBehind;
	}

	/**
	 * What a container does, the more urgent later.
	 */
	public enum Phase {

		/** It was not started, or was stopped. */
		STOPPED,

		/** Another process does the work. */
		STANDBY,

		/** It reads. */
		RUNNING,

		/** It tries a message again that failed. */
		RETRYING,

		/** It met an error and begins anew. */
		RECOVERING,

		/** A message that cannot be handled stands in the way, by policy. */
		BLOCKED

	}

}
