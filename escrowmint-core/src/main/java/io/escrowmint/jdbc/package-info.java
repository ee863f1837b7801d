/**
 * Row lock, advisory lock, optimistic update and idempotent insert, for whoever keeps
 * money in SQL. Knows nothing of wallets, stores or the facade.
 */
@NullMarked
package io.escrowmint.jdbc;

import org.jspecify.annotations.NullMarked;
