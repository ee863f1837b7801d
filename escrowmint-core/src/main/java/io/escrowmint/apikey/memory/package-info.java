/**
 * API keys in this process, for development, tests and single-node use. The same rules as
 * in Redis, and the same contract suite.
 */
@NullMarked
package io.escrowmint.apikey.memory;

import org.jspecify.annotations.NullMarked;
