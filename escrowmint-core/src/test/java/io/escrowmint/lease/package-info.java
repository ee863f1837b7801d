/**
 * Tests of local leases, on both engines and beside other processes.
 */
@NullMarked
package io.escrowmint.lease;

import org.jspecify.annotations.NullMarked;
