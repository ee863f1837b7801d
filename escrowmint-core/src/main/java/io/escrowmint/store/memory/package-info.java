/**
 * The embedded engine: wallets in the memory of one JVM, for development, tests and
 * single-node use, with the rules, replies and events of every other engine. Knows the
 * model and the store port; knows no other engine, no Spring and no driver.
 */
@NullMarked
package io.escrowmint.store.memory;

import org.jspecify.annotations.NullMarked;
