/**
 * What users import: the quota services, the reservation handle and the annotations that
 * meter a method. Knows commands and the store port, but no engine, and names no Spring
 * type.
 */
@NullMarked
package io.escrowmint;

import org.jspecify.annotations.NullMarked;
