package io.escrowmint.store.redis;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.escrowmint.model.CorruptStateException;
import io.escrowmint.store.Rebuild;
import io.escrowmint.store.Rebuilt;
import io.escrowmint.store.Rebuilt.Outcome;
import io.escrowmint.store.StoreArguments;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.WalletImage;
import io.escrowmint.store.WalletRecovery;

/**
 * Fences and rebuilds wallets in Redis. Every script may be repeated at will, and is,
 * until it succeeds or the timeout has passed; of a rebuild each part has the timeout for
 * itself.
 */
final class RedisRecovery implements WalletRecovery {

	private static final Script FENCE = Script.of("fence", ScriptLibrary.load("fence"));

	private static final Script UNFENCE = Script.of("unfence", ScriptLibrary.load("unfence"));

	private static final Script FENCED = Script.of("fenced", ScriptLibrary.load("fenced"));

	private static final Script IMAGE = Script.of("image", ScriptLibrary.load("image"));

	private static final Script REBUILD = Script.of("rebuild", ScriptLibrary.load("rebuild"));

	private final ScriptRunner runner;

	private final KeySpace keys;

	private final StoreOptions options;

	RedisRecovery(ScriptRunner runner, KeySpace keys, StoreOptions options) {
		this.runner = runner;
		this.keys = keys;
		this.options = options;
	}

	@Override
	public CompletionStage<Boolean> fence(String wallet, String reason) {
		WalletKeys place = place(wallet);
		return run(FENCE, place.stateAndControl(), place.name(), KeySpace.utf8(StoreArguments.reason(reason)))
			.thenApply(RedisRecovery::isOne);
	}

	@Override
	public CompletionStage<Boolean> unfence(String wallet) {
		WalletKeys place = place(wallet);
		return run(UNFENCE, place.stateAndControl(), place.name()).thenApply(RedisRecovery::isOne);
	}

	@Override
	public CompletionStage<Map<String, String>> fenced(int partition) {
		byte[][] control = { this.keys.control(StoreArguments.partition(partition, this.keys.partitions())) };
		return run(FENCED, control).thenApply((reply) -> {
			Map<String, String> reasons = new TreeMap<>();
			for (int index = 0; index < reply.size(); index += 2) {
				reasons.put(ImageReader.text(reply.get(index)), ImageReader.text(reply.get(index + 1)));
			}
			return reasons;
		});
	}

	@Override
	public CompletionStage<WalletImage> image(String wallet) {
		WalletKeys place = place(wallet);
		return run(IMAGE, place.forImage(), place.name()).thenApply((reply) -> ImageReader.read(wallet, reply));
	}

	@Override
	public CompletionStage<Rebuilt> rebuild(Rebuild rebuild) {
		WalletKeys place = place(rebuild.image().wallet());
		return next(rebuild, place.forRebuild(), new RebuildParts(rebuild, this.options).iterator());
	}

	private CompletionStage<Rebuilt> next(Rebuild rebuild, byte[][] keys, Iterator<byte[][]> parts) {
		return run(REBUILD, keys, parts.next()).thenCompose((reply) -> {
			String answer = ImageReader.text(reply.get(0));
			if (answer.equals("P") && parts.hasNext()) {
				return next(rebuild, keys, parts);
			}
			if (answer.startsWith("!C ")) {
				return CompletableFuture
					.failedFuture(new CorruptStateException(rebuild.image().wallet(), answer.substring(3)));
			}
			return CompletableFuture.completedFuture(new Rebuilt(outcome(answer), number(reply, 1), number(reply, 2)));
		});
	}

	private static Outcome outcome(String answer) {
		return switch (answer) {
			case "D" -> Outcome.DONE;
			case "N" -> Outcome.NOT_FENCED;
			default -> Outcome.SUPERSEDED;
		};
	}

	private WalletKeys place(String wallet) {
		return WalletKeys.of(this.keys, StoreArguments.wallet(wallet));
	}

	private CompletableFuture<List<Object>> run(Script script, byte[][] keys, byte[]... args) {
		return Repeating.run(this.runner, this.options.timeout(), script, keys, args);
	}

	private static boolean isOne(List<Object> reply) {
		return ImageReader.text(reply.get(0)).equals("1");
	}

	private static long number(List<Object> reply, int index) {
		return Long.parseLong(ImageReader.text(reply.get(index)));
	}

}
