/**
 * Spans around metered calls and what the store does. Names no wallet and no key.
 */
@NullMarked
package io.escrowmint.spring.observation;

import org.jspecify.annotations.NullMarked;
