/**
 * Metering of servlet requests: when a request is settled, and how a refusal is written.
 * Knows no engine and no reactive web type.
 */
@NullMarked
package io.escrowmint.spring.web;

import org.jspecify.annotations.NullMarked;
