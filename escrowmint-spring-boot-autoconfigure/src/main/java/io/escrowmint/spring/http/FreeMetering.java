package io.escrowmint.spring.http;

import io.escrowmint.Metering;

/**
 * The metering of a request in an application whose metering is switched off: holds
 * nothing, and takes every value.
 */
public final class FreeMetering implements Metering {

	@Override
	public Metering named(String name) {
		return this;
	}

	@Override
	public String wallet() {
		throw new IllegalStateException("Metering is switched off");
	}

	@Override
	public long held() {
		return 0;
	}

	@Override
	public long amount() {
		return 0;
	}

	@Override
	public void settle(long actual) {
	}

	@Override
	public void addCost(long more) {
	}

	@Override
	public void fail() {
	}

}
