/**
 * Streams on real servers.
 */
@NullMarked
package io.escrowmint.stream;

import org.jspecify.annotations.NullMarked;
