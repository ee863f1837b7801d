/**
 * The HTTP contract of metered requests as values: problems, headers, idempotency keys,
 * fingerprints and stored responses. What servlet and reactive applications say is said
 * here once; knows neither servlet nor reactive types.
 */
@NullMarked
package io.escrowmint.spring.http;

import org.jspecify.annotations.NullMarked;
