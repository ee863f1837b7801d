package io.escrowmint.metering;

/**
 * What is still to be settled, and what never will be.
 *
 * @param open holds of calls that have not ended
 * @param pending settles that have no answer yet
 * @param late settles that came after their hold had expired, since the start
 * @param lost settles that charged nothing although their call ended well, since the
 * start
 */
public record MeteringBacklog(int open, int pending, long late, long lost) {

}
