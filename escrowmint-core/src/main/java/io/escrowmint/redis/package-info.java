/**
 * What everything that speaks to Redis by itself shares: a connection factory beside the
 * user's that never replays, scripts that lie on the class path, and what the errors of a
 * driver mean. Knows Spring Data Redis and Lettuce; no wallets, no engine.
 */
@NullMarked
package io.escrowmint.redis;

import org.jspecify.annotations.NullMarked;
