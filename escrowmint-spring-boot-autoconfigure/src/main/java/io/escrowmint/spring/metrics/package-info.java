/**
 * Meters. Names no wallet and no key in any tag. Knows the ports that it measures, and of
 * engines only what they offer to listeners.
 */
@NullMarked
package io.escrowmint.spring.metrics;

import org.jspecify.annotations.NullMarked;
