/**
 * What every engine has to do, as tests: the tables of {@code docs/semantics.md}, class
 * by class, and random histories that two engines must answer alike. Knows the model and
 * the ports, and no engine; an engine plugs in as an
 * {@link io.escrowmint.contract.Engine}.
 */
@NullMarked
package io.escrowmint.contract;

import org.jspecify.annotations.NullMarked;
