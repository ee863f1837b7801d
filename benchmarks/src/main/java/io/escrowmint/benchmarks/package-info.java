/**
 * What the claims about speed rest on: ratios against a floor measured in the same run.
 * Never published; nothing may depend on it.
 */
@NullMarked
package io.escrowmint.benchmarks;

import org.jspecify.annotations.NullMarked;
