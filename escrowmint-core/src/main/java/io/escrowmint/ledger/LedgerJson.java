package io.escrowmint.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import io.escrowmint.ledger.JsonReader.JsonObject;
import io.escrowmint.model.Charge;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;

/**
 * An entry as one line of JSON, as in {@link LedgerFormat#JSON_LINES}, and back again
 * without any loss.
 */
public final class LedgerJson {

	private LedgerJson() {
	}

	/**
	 * Writes an entry.
	 * @param entry the entry
	 * @return JSON without a line end
	 */
	public static String write(LedgerEntry entry) {
		return JsonLine.of(entry).stripTrailing();
	}

	/**
	 * Reads what was written.
	 * @param json the JSON of an entry, blanks around it aside
	 * @return the entry, equal to the one that was written
	 * @throws IllegalArgumentException if it is none; the message does not quote it
	 */
	public static LedgerEntry read(String json) {
		try {
			return entry(JsonReader.read(json));
		}
		catch (ClassCastException | DateTimeException ex) {
			throw new IllegalArgumentException("Not the JSON of an entry: a value of another type", ex);
		}
	}

	private static LedgerEntry entry(JsonObject entry) {
		return new LedgerEntry(event(entry), (int) entry.requiredNumber("partition"), entry.requiredText("position"),
				Instant.parse(entry.requiredText("landedAt")));
	}

	private static WalletEvent event(JsonObject entry) {
		JsonObject operation = entry.object("operation");
		return new WalletEvent(entry.requiredText("wallet"), entry.requiredNumber("epoch"), entry.requiredNumber("seq"),
				EventType.valueOf(entry.requiredText("type")), Instant.parse(entry.requiredText("time")),
				figures(entry.requiredObject("change")), figures(entry.requiredObject("after")),
				(operation != null) ? operation.requiredText("id") : null,
				operation != null && operation.flag("callerNamed"), entry.text("owner"),
				parsed(entry.text("expiresAt"), Instant::parse), entry.number("asked"), entry.number("charged"),
				entry.flag("late"), original(entry.object("original")), entry.text("requestId"), entry.text("note"),
				claims(entry.objects("open")));
	}

	private static Figures figures(JsonObject figures) {
		return new Figures(figures.requiredNumber("available"), figures.requiredNumber("held"),
				figures.requiredNumber("leased"), figures.requiredNumber("spent"), figures.requiredNumber("granted"),
				figures.requiredNumber("debt"));
	}

	private static @Nullable Charge original(@Nullable JsonObject original) {
		if (original == null) {
			return null;
		}
		String id = original.requiredText("id");
		return switch (OperationKind.valueOf(original.requiredText("kind"))) {
			case OPERATION -> new Charge.OfConsume(id);
			case RESERVATION, LEASE -> new Charge.OfReservation(id);
		};
	}

	private static List<WalletEvent.Claim> claims(List<JsonObject> open) {
		return open.stream().map(LedgerJson::claim).toList();
	}

	private static WalletEvent.Claim claim(JsonObject claim) {
		boolean lease = OperationKind.valueOf(claim.requiredText("kind")) == OperationKind.LEASE;
		return new WalletEvent.Claim(lease, claim.requiredText("id"), claim.flag("callerNamed"),
				claim.requiredNumber("amount"), Instant.parse(claim.requiredText("expiresAt")), claim.text("owner"),
				lease ? claim.requiredNumber("consumed") : 0, lease ? claim.requiredNumber("reported") : 0,
				parsed(claim.text("atExpiry"), LeaseExpiry::valueOf));
	}

	private static <T> @Nullable T parsed(@Nullable String text, Function<String, T> parser) {
		return (text != null) ? parser.apply(text) : null;
	}

}
