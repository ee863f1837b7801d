package io.escrowmint.spring.aop;

import io.escrowmint.metering.MeteringListener;
import org.jspecify.annotations.Nullable;

/**
 * What metered methods need when they are called, and not before.
 *
 * @param handlers runs methods that serve requests
 * @param others runs all other methods
 * @param shadow hears of calls that cannot be evaluated, which go on for free; absent if
 * calls are charged, then they fail
 */
public record MeteringParts(MeteringGate handlers, MeteringGate others, @Nullable MeteringListener shadow) {

}
