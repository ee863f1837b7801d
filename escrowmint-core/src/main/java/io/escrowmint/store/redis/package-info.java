/**
 * The Redis engine: commands become scripts, and calls that arrive together travel
 * together. Knows the model, the store port, Spring Data Redis and Lettuce; no facade, no
 * Spring Boot. Its {@code .lua} files lie in the same package path.
 */
@NullMarked
package io.escrowmint.store.redis;

import org.jspecify.annotations.NullMarked;
