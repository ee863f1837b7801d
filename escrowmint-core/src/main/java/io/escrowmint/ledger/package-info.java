/**
 * Every event, kept for good, and what is proved with it: reconciliation and rebuild.
 * Knows events and the store port, but no engine and no SQL.
 */
@NullMarked
package io.escrowmint.ledger;

import org.jspecify.annotations.NullMarked;
