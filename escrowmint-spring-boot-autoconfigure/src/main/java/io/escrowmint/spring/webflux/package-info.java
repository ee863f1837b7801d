/**
 * Metering of reactive requests: when an exchange is settled, and how a refusal is
 * written. Knows no engine and no servlet type.
 */
@NullMarked
package io.escrowmint.spring.webflux;

import org.jspecify.annotations.NullMarked;
