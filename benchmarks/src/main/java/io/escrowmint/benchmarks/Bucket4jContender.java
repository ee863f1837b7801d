package io.escrowmint.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;

/**
 * Bucket4j over one Lettuce connection: reads a bucket, decides in the JVM, writes it
 * back if it has not changed meanwhile.
 */
final class Bucket4jContender implements Contender {

	private static final long PLENTY = 1L << 40;

	private final RedisClient client;

	private final Bucket[] buckets = new Bucket[WALLETS];

	Bucket4jContender(RedisURI uri) {
		this.client = RedisClient.create(uri);
		LettuceBasedProxyManager<byte[]> manager = Bucket4jLettuce.casBasedBuilder(this.client).build();
		BucketConfiguration configuration = BucketConfiguration.builder()
			.addLimit((limit) -> limit.capacity(PLENTY).refillIntervally(1, Duration.ofDays(1)))
			.build();
		String[] names = Contender.names("bucket");
		for (int index = 0; index < WALLETS; index++) {
			this.buckets[index] = manager.getProxy(names[index].getBytes(StandardCharsets.UTF_8), () -> configuration);
		}
	}

	@Override
	public String name() {
		return "Bucket4j tryConsume";
	}

	@Override
	public void call(int wallet) {
		if (!this.buckets[wallet].tryConsume(1)) {
			throw new IllegalStateException("Refused");
		}
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}
