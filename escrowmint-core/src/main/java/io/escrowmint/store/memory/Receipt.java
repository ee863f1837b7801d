package io.escrowmint.store.memory;

/**
 * What is remembered of something that is finished, so that a repeat can be told.
 */
sealed interface Receipt permits OperationReceipt, ReservationReceipt, LeaseReceipt, HttpKey {

}
