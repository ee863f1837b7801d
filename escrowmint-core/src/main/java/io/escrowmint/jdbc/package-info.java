/**
 * Row lock, advisory lock, optimistic update and idempotent insert, for whoever keeps
 * money in SQL. Everything runs on the connection of Spring's transaction. Knows nothing
 * of wallets, stores or the facade.
 */
@NullMarked
package io.escrowmint.jdbc;

import org.jspecify.annotations.NullMarked;
