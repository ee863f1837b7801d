package io.escrowmint.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An operating system process that the rig started, its output in a file. Signals go to
 * this process only, by its id.
 */
final class ChildProcess {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Process process;

	private final Path output;

	private ChildProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	static ChildProcess start(List<String> command, Path folder, Path output) {
		try {
			Process process = new ProcessBuilder(command).directory(folder.toFile())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
				.start();
			return new ChildProcess(process, output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not start " + new File(command.get(0)), ex);
		}
	}

	Process process() {
		return this.process;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	BufferedReader reader() {
		try {
			return Files.newBufferedReader(this.output, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void pause() {
		signal("STOP");
	}

	void resume() {
		signal("CONT");
	}

	void terminate() {
		if (!isAlive()) {
			return;
		}
		this.process.destroy();
		resume();
		if (!hasEndedWithin(PATIENCE)) {
			kill9();
		}
	}

	void kill9() {
		this.process.destroyForcibly();
		if (!hasEndedWithin(PATIENCE)) {
			throw new IllegalStateException("Process %d survived SIGKILL".formatted(this.process.pid()));
		}
	}

	boolean hasEndedWithin(Duration patience) {
		try {
			return this.process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for process " + this.process.pid(), ex);
		}
	}

	private void signal(String name) {
		if (!isAlive()) {
			return;
		}
		String command = "kill -%s %d".formatted(name, this.process.pid());
		try {
			int code = new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
			if (code != 0 && isAlive()) {
				throw new IllegalStateException("'%s' answered %d".formatted(command, code));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted during '%s'".formatted(command), ex);
		}
	}

}
