/**
 * What keeps an application quick while its store is away. Knows the store port, and no
 * engine.
 */
@NullMarked
package io.escrowmint.spring.resilience;

import org.jspecify.annotations.NullMarked;
