/**
 * Handlers of streams on beans: finds them, makes their containers, and runs these with
 * the application.
 */
@NullMarked
package io.escrowmint.spring.stream;

import org.jspecify.annotations.NullMarked;
