package io.escrowmint.stream;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import io.escrowmint.redis.HashTags;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * Those who are noted beside a stream as its readers, so that it is not cut beyond where
 * they have come. Each prefix has notes of its own, and knows nothing of the others'.
 *
 * @param basis what all streams share
 */
record StreamReaders(StreamBasis basis) {

	/**
	 * Returns a reader that is noted beside its stream. In a cluster there are names of
	 * streams beside which nothing can be put.
	 */
	KnownReader reader(StreamCalls calls, String stream, String name, StreamOptions options) {
		String readers = this.basis.keys().readers(stream);
		boolean together = !this.basis.connections().isCluster() || HashTags.slotOf(readers) == HashTags.slotOf(stream);
		if (!together && options.trim()) {
			throw new StreamMisconfiguredException(
					"The stream '" + stream + "' is to be cut, and in a cluster no other key can lie in its slot",
					"Give it a name without braces, or with a hash tag; or do not let it be cut.");
		}
		return new KnownReader(calls, stream, readers, together ? name : "", options.trim(), options.lookout());
	}

	/**
	 * Returns how far each processor of a stream has come, by its id.
	 */
	Map<String, String> positions(String stream) {
		try (RedisConnection connection = this.basis.connections().open()) {
			Map<String, String> positions = new TreeMap<>();
			Map<byte[], byte[]> known = connection.hashCommands().hGetAll(key(stream));
			if (known != null) {
				known.forEach((name, position) -> positions.put(new String(name, StandardCharsets.UTF_8),
						new String(position, StandardCharsets.UTF_8)));
			}
			return positions;
		}
	}

	/**
	 * Forgets a processor, and tells whether it was known.
	 */
	boolean forget(String stream, String processor) {
		try (RedisConnection connection = this.basis.connections().open()) {
			Long gone = connection.hashCommands().hDel(key(stream), Publication.utf8(processor));
			return gone != null && gone > 0;
		}
	}

	private byte[] key(String stream) {
		return Publication.utf8(this.basis.keys().readers(stream));
	}

}
