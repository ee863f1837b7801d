package io.escrowmint.testing;

import io.lettuce.core.resource.ClientResources;

/**
 * One set of Lettuce event loops for all clients of a test JVM. Its threads are daemons
 * and end with the JVM.
 */
final class SharedClientResources {

	private static final ClientResources RESOURCES = ClientResources.create();

	private SharedClientResources() {
	}

	static ClientResources get() {
		return RESOURCES;
	}

}
