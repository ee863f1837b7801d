/**
 * What the drivers of Redis do with a command whose reply is lost, and how ours are kept
 * from sending it again.
 */
@NullMarked
package io.escrowmint.redis;

import org.jspecify.annotations.NullMarked;
