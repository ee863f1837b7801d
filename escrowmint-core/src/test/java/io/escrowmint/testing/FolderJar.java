package io.escrowmint.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Puts the folders of a class path into one jar. Where two have the same file, the first
 * has its way, as in the class path.
 */
final class FolderJar {

	private FolderJar() {
	}

	/**
	 * Something that changes whenever a file in the folders does.
	 */
	static List<Object> content(List<Path> folders) throws IOException {
		List<Object> content = new ArrayList<>();
		for (Path folder : folders) {
			for (Path file : files(folder)) {
				content.add(file);
				content.add(Files.getLastModifiedTime(file));
			}
		}
		return content;
	}

	static void write(List<Path> folders, Path jar) throws IOException {
		Set<String> known = new HashSet<>();
		try (OutputStream file = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(file)) {
			zip.setLevel(Deflater.BEST_SPEED);
			for (Path folder : folders) {
				for (Path entry : files(folder)) {
					String name = folder.relativize(entry).toString().replace('\\', '/');
					if (known.add(name)) {
						zip.putNextEntry(new ZipEntry(name));
						Files.copy(entry, zip);
					}
				}
			}
		}
	}

	private static List<Path> files(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile).sorted().toList();
		}
	}

}
