package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.escrowmint.store.redis.TransportException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A Redis that was met through Lettuce: the connection to it, the scripts that fit it,
 * and whether it still answers.
 */
final class LettuceContact implements AutoCloseable {

	private final Sibling sibling;

	private final FirstContact firstContact;

	private final Silence silence;

	private volatile ScriptLibrary scripts;

	private volatile boolean replica;

	private LettuceContact(Sibling sibling, FirstContact firstContact, ScriptLibrary scripts, Duration silence) {
		this.sibling = sibling;
		this.firstContact = firstContact;
		this.scripts = scripts;
		this.silence = new Silence(silence);
	}

	/**
	 * Speaks with a Redis for the first time. Blocks. Closes the connection if that
	 * fails.
	 * @param silence how long it may answer nothing
	 */
	static LettuceContact with(Sibling sibling, FirstContact firstContact, boolean singleServer, Duration silence)
			throws Exception {
		try {
			return new LettuceContact(sibling, firstContact, firstContact.check(sibling::send, singleServer), silence);
		}
		catch (Exception ex) {
			sibling.close();
			throw ex;
		}
	}

	/**
	 * Tells whether calls were sent and nothing at all has been answered for too long: a
	 * host that is gone without a word is noticed by nobody else for a quarter of an
	 * hour.
	 */
	boolean isSilent() {
		return this.silence.isTooLong(System.nanoTime());
	}

	/**
	 * Tells whether Redis has said that it is no primary, to which a driver pays no heed.
	 */
	boolean isReplica() {
		return this.replica;
	}

	void heardOfReplica() {
		this.replica = true;
	}

	CompletionStage<List<Object>> run(Function<ScriptLibrary, Script> choice, byte[][] keys, byte[][] args,
			RedisStoreListener listener) {
		Script script = choice.apply(this.scripts);
		CompletableFuture<List<Object>> result = new CompletableFuture<>();
		this.silence.asked(System.nanoTime());
		this.sibling.sendDigest(script, keys, args).whenComplete((reply, error) -> {
			this.silence.broken();
			if (error != null && TransportErrors.isUnknownScript(error)) {
				listener.scriptReloaded();
				this.sibling.send(script, keys, args).whenComplete((again, failure) -> settle(result, again, failure));
			}
			else {
				settle(result, reply, error);
			}
		});
		return result;
	}

	private void settle(CompletableFuture<List<Object>> result, List<Object> reply, @Nullable Throwable error) {
		if (error == null) {
			result.complete(reply);
		}
		else if (TransportErrors.isUnknownFlag(error)) {
			this.scripts = this.firstContact.withoutFlags();
			result.completeExceptionally(new TransportException(Kind.NOT_RUN, "Redis knows no script flags", error));
		}
		else {
			if (TransportErrors.saysReplica(error)) {
				heardOfReplica();
			}
			result.completeExceptionally(error);
		}
	}

	@Override
	public void close() {
		this.sibling.close();
	}

}
