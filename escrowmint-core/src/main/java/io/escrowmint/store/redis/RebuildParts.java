package io.escrowmint.store.redis;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

import io.escrowmint.model.Figures;
import io.escrowmint.model.OperationId;
import io.escrowmint.store.OpenClaim;
import io.escrowmint.store.Rebuild;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.WalletImage;
import io.escrowmint.store.WalletReceipt;

/**
 * The arguments of {@code rebuild.lua}, part after part. A wallet of ordinary size is one
 * part.
 */
final class RebuildParts implements Iterable<byte[][]> {

	/** Claims, and receipts, of one part: some milliseconds of the server's time. */
	static final int SIZE = 1000;

	private final Rebuild rebuild;

	private final WalletImage image;

	private final StoreOptions options;

	private final String token = OperationId.generate().value();

	RebuildParts(Rebuild rebuild, StoreOptions options) {
		this.rebuild = rebuild;
		this.image = rebuild.image();
		this.options = options;
	}

	private int count() {
		int larger = Math.max(this.image.open().size(), this.image.receipts().size());
		return Math.max(1, (larger + SIZE - 1) / SIZE);
	}

	@Override
	public Iterator<byte[][]> iterator() {
		return IntStream.range(0, count()).mapToObj(this::part).iterator();
	}

	private byte[][] part(int number) {
		List<OpenClaim> claims = slice(this.image.open(), number);
		List<WalletReceipt> receipts = slice(this.image.receipts(), number);
		List<byte[]> arguments = new ArrayList<>();
		text(arguments, this.image.wallet(), this.token, Integer.toString(number), (number == count() - 1) ? "1" : "0");
		numbers(arguments, this.rebuild.replacedEpoch(), this.rebuild.replacedSeq(),
				this.options.idempotencyTtl().toMillis(), this.options.receiptTtl().toMillis(),
				this.options.eventsMaxLength(), this.image.epoch(),
				(this.image.changedAt() != null) ? this.image.changedAt().toEpochMilli() : 0);
		figures(arguments, this.image.figures());
		figures(arguments, this.rebuild.change());
		String note = this.rebuild.note();
		text(arguments, (note != null) ? note : "");
		numbers(arguments, this.image.open().size(), claims.size(), receipts.size());
		claims.forEach((claim) -> claim(arguments, claim));
		receipts.forEach((receipt) -> receipt(arguments, receipt));
		return arguments.toArray(byte[][]::new);
	}

	private static <T> List<T> slice(List<T> all, int number) {
		int from = Math.min(all.size(), number * SIZE);
		return all.subList(from, Math.min(all.size(), from + SIZE));
	}

	private static void claim(List<byte[]> arguments, OpenClaim claim) {
		boolean hold = claim instanceof OpenClaim.Hold;
		text(arguments, (hold ? "h" : "l") + claim.id());
		arguments.add(PackedRecords.of(claim));
	}

	private void receipt(List<byte[]> arguments, WalletReceipt receipt) {
		byte[] wallet = KeySpace.utf8(this.image.wallet());
		text(arguments, receipt.callerNamed() ? "k" : "r", String.valueOf(PackedRecords.space(receipt)) + wallet.length
				+ ":" + this.image.wallet() + receipt.id());
		arguments.add(PackedRecords.of(receipt));
	}

	private static void figures(List<byte[]> arguments, Figures figures) {
		numbers(arguments, figures.available(), figures.held(), figures.leased(), figures.spent(), figures.granted(),
				figures.debt());
	}

	private static void numbers(List<byte[]> arguments, long... numbers) {
		for (long number : numbers) {
			arguments.add(KeySpace.utf8(Long.toString(number)));
		}
	}

	private static void text(List<byte[]> arguments, String... texts) {
		for (String text : texts) {
			arguments.add(KeySpace.utf8(text));
		}
	}

}
