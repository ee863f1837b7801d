/**
 * The test rig: real servers, real processes and a network that can be broken on purpose.
 * It knows nothing of EscrowMint, so every module and every engine can be tested with it.
 */
@NullMarked
package io.escrowmint.testing;

import org.jspecify.annotations.NullMarked;
