/**
 * The loop that reads a stream, its commit strategies and its dead letters. Knows no
 * engine, no ledger and nothing of the facade.
 */
@NullMarked
package io.escrowmint.stream;

import org.jspecify.annotations.NullMarked;
