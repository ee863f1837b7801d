/**
 * API keys in Redis, through Spring Data Redis, with whichever driver it uses. Knows
 * nothing of the engine that keeps wallets. Scripts lie beside these classes.
 */
@NullMarked
package io.escrowmint.apikey.redis;

import org.jspecify.annotations.NullMarked;
