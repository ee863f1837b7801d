/**
 * The language of EscrowMint: commands that change a wallet, queries that look at it,
 * sealed outcomes, events and exceptions. Exists so that users, engines and Spring speak
 * in the same values. Knows the JDK and JSpecify, nothing else.
 */
@NullMarked
package io.escrowmint.model;

import org.jspecify.annotations.NullMarked;
