package io.escrowmint.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The class path of this JVM for the others that the rig starts, with an archive of what
 * they load from it: read and verified once, which is most of what a JVM does that lives
 * for seconds. All JVMs of a build share it, in the folder of the system property
 * {@code escrowmint.archive.dir}; without that, they do without it.
 */
final class ClassArchive {

	private static final String LOCK = "lock";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static @Nullable List<String> shared;

	private final Path folder;

	private final List<Path> folders;

	private final List<Path> jars;

	private ClassArchive(Path folder, String classPath) {
		List<Path> entries = Stream.of(classPath.split(File.pathSeparator))
			.filter((entry) -> !entry.isEmpty())
			.map(Path::of)
			.toList();
		this.folder = folder.toAbsolutePath();
		this.folders = entries.stream().filter(Files::isDirectory).toList();
		this.jars = entries.stream().filter(Files::isRegularFile).toList();
	}

	/**
	 * The options of a JVM with the class path of this one.
	 * @param basics options that it has as well
	 */
	static synchronized List<String> options(List<String> basics) {
		if (shared == null) {
			String folder = System.getProperty("escrowmint.archive.dir");
			String classPath = System.getProperty("java.class.path");
			shared = (folder != null) ? new ClassArchive(Path.of(folder), classPath).open(basics)
					: List.of("-cp", classPath);
		}
		return shared;
	}

	private List<String> open(List<String> basics) {
		try {
			Files.createDirectories(this.folder);
			try (FileChannel file = FileChannel.open(this.folder.resolve(LOCK), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE); FileLock lock = file.lock()) {
				return openAlone(basics);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> openAlone(List<String> basics) throws IOException {
		String name = Integer.toHexString(Objects.hash(System.getProperty("java.vm.version"), this.jars, basics,
				FolderJar.content(this.folders)));
		Path jar = this.folder.resolve(name + ".jar");
		Path archive = this.folder.resolve(name + ".jsa");
		List<String> classPath = classPath(jar);
		if (!Files.exists(jar)) {
			forgetOthers();
			FolderJar.write(this.folders, jar);
			rehearse(basics, classPath, archive);
		}
		List<String> options = new ArrayList<>(classPath);
		if (Files.exists(archive)) {
			options.add("-XX:SharedArchiveFile=" + archive);
		}
		return options;
	}

	private void forgetOthers() throws IOException {
		try (Stream<Path> files = Files.list(this.folder)) {
			for (Path file : files.filter((any) -> !any.endsWith(LOCK)).toList()) {
				Files.delete(file);
			}
		}
	}

	/** A JVM archives what comes from jars, and only if there is nothing else. */
	private List<String> classPath(Path jar) {
		List<String> classPath = new ArrayList<>(List.of(jar.toString()));
		this.jars.forEach((other) -> classPath.add(other.toString()));
		return List.of("-cp", String.join(File.pathSeparator, classPath));
	}

	/** Half an archive is none. */
	private void rehearse(List<String> basics, List<String> classPath, Path archive) throws IOException {
		Path unfinished = this.folder.resolve("unfinished.jsa");
		List<String> command = new ArrayList<>(basics);
		command.addAll(classPath);
		command.add("-XX:ArchiveClassesAtExit=" + unfinished);
		command.add(RehearsalMain.class.getName());
		command.add(TestRedis.shared().uri().toURI().toString());
		ChildProcess rehearsal = ChildProcess.start(command, this.folder, this.folder.resolve("rehearsal.log"));
		if (!rehearsal.hasEndedWithin(PATIENCE)) {
			rehearsal.kill9();
		}
		if (rehearsal.process().exitValue() == 0 && Files.exists(unfinished)) {
			Files.move(unfinished, archive);
		}
	}

}
