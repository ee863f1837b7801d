/**
 * Tests of API keys, and the contract that every store of them passes.
 */
@NullMarked
package io.escrowmint.apikey;

import org.jspecify.annotations.NullMarked;
