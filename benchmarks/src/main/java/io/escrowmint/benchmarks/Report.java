package io.escrowmint.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a benchmark has found, for who waits for it and for later.
 */
final class Report {

	private Report() {
	}

	/**
	 * Prints a report and writes it to {@code benchmarks/target/results}.
	 * @param name name of the file
	 * @param text in Markdown
	 */
	static void write(String name, String text) throws IOException {
		System.out.println(text);
		Path file = Path.of("benchmarks/target/results", name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
