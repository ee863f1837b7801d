/**
 * The ledger in SQL. The one part of the ledger that may know JDBC; it knows no engine.
 */
@NullMarked
package io.escrowmint.ledger.jdbc;

import org.jspecify.annotations.NullMarked;
