package io.escrowmint.benchmarks;

import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisURI;
import org.redisson.Redisson;
import org.redisson.api.RPermitExpirableSemaphore;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * Redisson's semaphore of expiring permits, with its own defaults: a permit taken and
 * given back.
 */
final class RedissonContender implements Contender {

	private static final int PLENTY = 1_000_000_000;

	private final RedissonClient client;

	private final RPermitExpirableSemaphore[] semaphores = new RPermitExpirableSemaphore[WALLETS];

	RedissonContender(RedisURI uri) {
		Config config = new Config();
		config.useSingleServer().setAddress("redis://" + uri.getHost() + ":" + uri.getPort());
		this.client = Redisson.create(config);
		String[] names = Contender.names("semaphore");
		for (int index = 0; index < WALLETS; index++) {
			this.semaphores[index] = this.client.getPermitExpirableSemaphore(names[index]);
			this.semaphores[index].trySetPermits(PLENTY);
		}
	}

	@Override
	public String name() {
		return "Redisson acquire+release";
	}

	@Override
	public void call(int wallet) throws Exception {
		String permit = this.semaphores[wallet].tryAcquire(0, 30, TimeUnit.SECONDS);
		if (permit == null || !this.semaphores[wallet].tryRelease(permit)) {
			throw new IllegalStateException("Refused");
		}
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}
