package io.escrowmint.ledger;

import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletEvent;

/**
 * Writes an entry as a line of JSON.
 */
final class JsonLine {

	private JsonLine() {
	}

	static String of(LedgerEntry entry) {
		WalletEvent event = entry.event();
		JsonText json = new JsonText().open()
			.text("wallet", event.wallet())
			.plain("epoch", event.epoch())
			.plain("seq", event.seq())
			.text("type", event.type())
			.text("time", event.time());
		figures(json.open("change"), event.change());
		figures(json.open("after"), event.after());
		operation(json, event);
		json.text("requestId", event.requestId()).text("note", event.note());
		if (!event.open().isEmpty()) {
			json.openList("open");
			event.open().forEach((claim) -> claim(json, claim));
			json.closeList();
		}
		return json.plain("partition", entry.partition())
			.text("position", entry.position())
			.text("landedAt", entry.landedAt())
			.close() + "\n";
	}

	private static void operation(JsonText json, WalletEvent event) {
		if (event.id() != null) {
			json.open("operation")
				.text("kind", OperationKind.of(event))
				.text("id", event.id())
				.plain("callerNamed", event.callerNamed())
				.close();
		}
		json.text("owner", event.owner())
			.text("expiresAt", event.expiresAt())
			.plain("asked", event.asked())
			.plain("charged", event.charged())
			.plain("late", event.late() ? true : null);
		OriginalCharge original = OriginalCharge.of(event.original());
		if (original.kind() != null) {
			json.open("original").text("kind", original.kind()).text("id", original.id()).close();
		}
	}

	private static void figures(JsonText json, Figures figures) {
		json.plain("available", figures.available())
			.plain("held", figures.held())
			.plain("leased", figures.leased())
			.plain("spent", figures.spent())
			.plain("granted", figures.granted())
			.plain("debt", figures.debt())
			.close();
	}

	private static void claim(JsonText json, WalletEvent.Claim claim) {
		json.open()
			.text("kind", claim.lease() ? OperationKind.LEASE : OperationKind.RESERVATION)
			.text("id", claim.id())
			.plain("callerNamed", claim.callerNamed())
			.plain("amount", claim.amount())
			.text("expiresAt", claim.expiresAt())
			.text("owner", claim.owner());
		if (claim.lease()) {
			json.plain("consumed", claim.consumed())
				.plain("reported", claim.reported())
				.text("atExpiry", claim.expiry());
		}
		json.close();
	}

}
