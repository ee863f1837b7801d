/**
 * What all parts of the Spring integration share. Knows none of them.
 */
@NullMarked
package io.escrowmint.spring;

import org.jspecify.annotations.NullMarked;
