package io.escrowmint.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;

/**
 * A second JVM that runs a main class from the class path of the tests. It finds no
 * shared server by itself: pass the address as an argument or a property. Its standard
 * input ends when the test JVM dies, whatever way that dies.
 */
public final class JvmProcess implements AutoCloseable {

	private static final List<String> BASICS = List.of(
			Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
			"-XX:TieredStopAtLevel=1");

	private final TemporaryFolder folder = TemporaryFolder.create("jvm");

	private final ChildProcess process;

	private final BufferedWriter input;

	private JvmProcess(List<String> command) {
		this.process = ChildProcess.start(command, Path.of("").toAbsolutePath(), this.folder.file("output.txt"));
		this.input = this.process.process().outputWriter(StandardCharsets.UTF_8);
		AtExit.close(this);
	}

	public static JvmProcess start(Class<?> mainClass, String... arguments) {
		return start(mainClass, Map.of(), arguments);
	}

	public static JvmProcess start(Class<?> mainClass, Map<String, String> systemProperties, String... arguments) {
		List<String> command = new ArrayList<>(BASICS);
		command.addAll(ClassArchive.options(BASICS));
		systemProperties.forEach((name, value) -> command.add("-D" + name + "=" + value));
		command.add(mainClass.getName());
		command.addAll(List.of(arguments));
		return new JvmProcess(command);
	}

	/**
	 * Writes a line to the standard input of the process.
	 */
	public void send(String line) {
		try {
			this.input.write(line);
			this.input.newLine();
			this.input.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Standard output and standard error so far.
	 */
	public String output() {
		return this.process.output();
	}

	/**
	 * Reads the output from its beginning. The end of the file is only the end so far.
	 */
	public BufferedReader reader() {
		return this.process.reader();
	}

	/**
	 * Returns when the output contains the text. Fails at once when the process ends
	 * without having written it.
	 */
	public void awaitOutput(String text, Duration patience) {
		Awaitility.await("'%s' in the output of process %d".formatted(text, pid()))
			.atMost(patience)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> !isAlive() || output().contains(text));
		if (!output().contains(text)) {
			throw new IllegalStateException("No '%s' in the output:%n%s".formatted(text, output()));
		}
	}

	/**
	 * The exit code. Fails when the process is still running after that time.
	 */
	public int waitFor(Duration patience) {
		if (!this.process.hasEndedWithin(patience)) {
			throw new IllegalStateException("Still running after %s:%n%s".formatted(patience, output()));
		}
		return this.process.process().exitValue();
	}

	public void kill9() {
		this.process.kill9();
	}

	/**
	 * Freezes the process (SIGSTOP), as a long garbage collection would.
	 */
	public void pause() {
		this.process.pause();
	}

	public void resume() {
		this.process.resume();
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	public long pid() {
		return this.process.process().pid();
	}

	@Override
	public void close() {
		AtExit.forget(this);
		kill9();
		this.folder.close();
	}

}
