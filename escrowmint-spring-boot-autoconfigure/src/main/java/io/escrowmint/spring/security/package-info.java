/**
 * API keys as authentications of Spring Security. The only package that knows its types,
 * beside the wiring.
 */
@NullMarked
package io.escrowmint.spring.security;

import org.jspecify.annotations.NullMarked;
