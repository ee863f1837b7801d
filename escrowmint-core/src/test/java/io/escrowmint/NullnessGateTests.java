package io.escrowmint;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The build compiles one source with a nullness error twice: with the compiler
 * configuration of the main sources, and without it. The property names the place of both
 * results; an IDE does not set it.
 */
@EnabledIfSystemProperty(named = NullnessGateTests.CANARY_DIR, matches = ".+")
class NullnessGateTests {

	static final String CANARY_DIR = "escrowmint.canary.dir";

	private static final String CANARY_CLASS = "io/escrowmint/canary/ThisMustNotCompile.class";

	private final Path canaryDir = Path.of(System.getProperty(CANARY_DIR));

	@Test
	void gatedCompilerRefusesTheCanary() {
		assertThat(this.canaryDir.resolve("gated").resolve(CANARY_CLASS))
			.as("NullAway let a nullness error pass: is the compiler configuration of the root pom still in force?")
			.doesNotExist();
	}

	@Test
	void onlyTheGateRefusesTheCanary() {
		assertThat(this.canaryDir.resolve("ungated").resolve(CANARY_CLASS)).exists();
	}

}
