/**
 * An application as a user would write it: public API and starter only, nothing of the
 * library's insides.
 */
@NullMarked
package io.escrowmint.sample;

import org.jspecify.annotations.NullMarked;
