package io.escrowmint.ledger;

/**
 * What was read of a partition.
 *
 * @param partition the partition
 * @param landing the frames
 * @param full whether there are probably more
 * @param oldest when the first event happened, in milliseconds
 * @param asked when the store was asked, as {@link System#nanoTime()} says
 */
record PumpBatch(PumpPartition partition, Landing landing, boolean full, long oldest, long asked) {

}
