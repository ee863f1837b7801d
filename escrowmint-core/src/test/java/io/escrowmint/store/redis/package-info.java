/**
 * The Redis engine against real servers that are busy, full, frozen, restarted, corrupt
 * or far away. What every engine must do is told by the contract suite; here is what only
 * Redis can do to us.
 */
@NullMarked
package io.escrowmint.store.redis;

import org.jspecify.annotations.NullMarked;
