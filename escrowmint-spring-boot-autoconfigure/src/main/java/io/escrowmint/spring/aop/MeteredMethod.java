package io.escrowmint.spring.aop;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a metered method says about its price, read once.
 *
 * @param cost credits, 0 to 2^53-1
 * @param ttl time to live of the hold; absent: the configured one
 */
public record MeteredMethod(long cost, @Nullable Duration ttl) {

}
