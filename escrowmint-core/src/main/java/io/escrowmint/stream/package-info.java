/**
 * The loop that reads a stream, its commit strategies and its dead letters, for events of
 * the store and for any Redis stream of the application. Redis is spoken to through
 * Spring Data, with whichever driver it uses; the scripts lie beside these classes. Knows
 * no engine, no ledger and nothing of the facade.
 */
@NullMarked
package io.escrowmint.stream;

import org.jspecify.annotations.NullMarked;
