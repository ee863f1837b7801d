package io.escrowmint.stream;

/**
 * A message of tests.
 *
 * @param value the number
 */
record Numeral(long value) {

}
