package io.escrowmint.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;

/**
 * A script of the class path, as it is sent. Runs by its digest, and in full where Redis
 * does not know it. Immutable.
 */
public final class RedisScript {

	private static final int MOST_EARLY = 3;

	private static final long EARLY_PAUSE_NANOS = 5_000_000;

	private final String name;

	private final byte[] text;

	private final String sha1;

	private RedisScript(String name, String text) {
		this.name = name;
		this.text = text.getBytes(StandardCharsets.UTF_8);
		this.sha1 = sha1(this.text);
	}

	/**
	 * Assembles a script from files in the package path of a class. Comments and empty
	 * lines are left out.
	 * @param beside the class beside which the files lie
	 * @param name of the script
	 * @param files without ".lua", in order
	 * @return the script
	 */
	public static RedisScript load(Class<?> beside, String name, String... files) {
		StringBuilder text = new StringBuilder();
		for (String file : files) {
			text.append(read(beside, file));
		}
		return new RedisScript(name, text.toString());
	}

	private static String read(Class<?> beside, String file) {
		try (InputStream stream = beside.getResourceAsStream(file + ".lua")) {
			if (stream == null) {
				throw new IllegalStateException("Script " + file + ".lua is missing from the class path");
			}
			StringBuilder text = new StringBuilder();
			new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank() && !line.stripLeading().startsWith("--"))
				.forEach((line) -> text.append(line).append('\n'));
			return text.toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String sha1(byte[] text) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-1 is part of every JDK", ex);
		}
	}

	/**
	 * Returns the name of the script.
	 * @return for humans
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the source as it is sent.
	 * @return the text
	 */
	public String source() {
		return new String(this.text, StandardCharsets.UTF_8);
	}

	/**
	 * Runs the script. The caller waits for the reply. The driver may say that a
	 * connection with credentials stands before it has taken note of that itself, and
	 * then rejects what is written first; that is written again after a moment.
	 * @param connection where
	 * @param keys all its keys; of one slot, if Redis is a cluster
	 * @param args its arguments
	 * @return the reply: an array of {@code byte[]}, numbers or arrays of these
	 */
	public List<Object> run(RedisConnection connection, List<byte[]> keys, List<byte[]> args) {
		byte[][] all = new byte[keys.size() + args.size()][];
		for (int index = 0; index < all.length; index++) {
			all[index] = (index < keys.size()) ? keys.get(index) : args.get(index - keys.size());
		}
		for (int early = 0;; early++) {
			try {
				return run(connection, keys.size(), all);
			}
			catch (RuntimeException ex) {
				if (early == MOST_EARLY || !DriverErrors.isRejected(ex)) {
					throw ex;
				}
				LockSupport.parkNanos(EARLY_PAUSE_NANOS);
			}
		}
	}

	private List<Object> run(RedisConnection connection, int keys, byte[][] all) {
		try {
			return reply(connection.scriptingCommands().evalSha(this.sha1, ReturnType.MULTI, keys, all));
		}
		catch (RuntimeException ex) {
			if (!isUnknown(ex)) {
				throw ex;
			}
			return reply(connection.scriptingCommands().eval(this.text, ReturnType.MULTI, keys, all));
		}
	}

	@SuppressWarnings("NullAway") // an array is never answered as null
	private static List<Object> reply(@Nullable List<Object> reply) {
		return Objects.requireNonNull(reply);
	}

	private static boolean isUnknown(Throwable error) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (String.valueOf(cause.getMessage()).startsWith("NOSCRIPT")) {
				return true;
			}
		}
		return false;
	}

}
