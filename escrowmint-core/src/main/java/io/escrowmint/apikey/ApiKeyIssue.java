package io.escrowmint.apikey;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Makes keys: the one place where a secret exists before its hash is kept.
 *
 * @param generator makes ids and secrets
 * @param changes where a key is made known
 */
record ApiKeyIssue(ApiKeyGenerator generator, OwnChanges changes) {

	IssuedApiKey create(NewApiKey request) {
		String id = (request.id() != null) ? request.id() : this.generator.id();
		String secret = (request.secret() != null) ? request.secret() : this.generator.secret(id);
		ApiKey key = this.changes
			.make(new ApiKeyChange.Create(id, Digest.of(secret).hash(), request.wallet(), request.label(),
					request.expires()))
			.orElseThrow(() -> new ApiKeyConflictException(id));
		return new IssuedApiKey(key, secret);
	}

	Optional<IssuedApiKey> rotate(String id, Duration overlap, @Nullable Instant expires) {
		String newId = this.generator.id();
		String secret = this.generator.secret(newId);
		return this.changes.make(new ApiKeyChange.Rotate(id, newId, Digest.of(secret).hash(), overlap, expires))
			.map((key) -> new IssuedApiKey(key, secret));
	}

}
