/**
 * What users import: the services, the handle of a reservation, and the annotations. Thin
 * over {@link io.escrowmint.store.QuotaStore}; knows no engine and no Spring type, and
 * Reactor only where a name says "Reactive".
 */
@NullMarked
package io.escrowmint;

import org.jspecify.annotations.NullMarked;
