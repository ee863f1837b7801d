/**
 * Credits spent from a local chunk of a wallet, without a round trip. Knows the store
 * port, but no engine and nothing of the facade.
 */
@NullMarked
package io.escrowmint.lease;

import org.jspecify.annotations.NullMarked;
