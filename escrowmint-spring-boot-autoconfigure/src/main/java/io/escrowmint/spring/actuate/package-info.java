/**
 * Health, endpoints and metrics. Knows ports to look through, but no engine's insides and
 * no web framework.
 */
@NullMarked
package io.escrowmint.spring.actuate;

import org.jspecify.annotations.NullMarked;
