/**
 * The life of a metered call, whatever runs it: what it asks for, what it holds, how the
 * hold is kept alive, and how it is settled exactly once. Stands on the facade, the store
 * and the leases; knows no web framework, no Spring and no engine.
 */
@NullMarked
package io.escrowmint.metering;

import org.jspecify.annotations.NullMarked;
