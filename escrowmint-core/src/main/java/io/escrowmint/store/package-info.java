/**
 * The port between what users call and the engines that keep wallets: commands in, typed
 * replies out. Knows the model, and no engine.
 */
@NullMarked
package io.escrowmint.store;

import org.jspecify.annotations.NullMarked;
