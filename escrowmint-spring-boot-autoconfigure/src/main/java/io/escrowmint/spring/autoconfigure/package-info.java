/**
 * The wiring: properties, beans and their conditions. The only package that may see
 * everything; nothing may depend on it.
 */
@NullMarked
package io.escrowmint.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
