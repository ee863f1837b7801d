/**
 * What all parts share that work beside the calls. Knows the JDK only.
 */
@NullMarked
package io.escrowmint.background;

import org.jspecify.annotations.NullMarked;
