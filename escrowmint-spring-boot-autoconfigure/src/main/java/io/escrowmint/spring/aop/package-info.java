/**
 * The interceptor behind metered methods: hold, run, settle. Knows the facade, but no
 * engine, no servlet and no reactive web type.
 */
@NullMarked
package io.escrowmint.spring.aop;

import org.jspecify.annotations.NullMarked;
