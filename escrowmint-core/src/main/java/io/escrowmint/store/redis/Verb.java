package io.escrowmint.store.redis;

import java.util.List;

import static io.escrowmint.store.redis.Verb.Part.LEASE_RECORD;
import static io.escrowmint.store.redis.Verb.Part.OPERATION;
import static io.escrowmint.store.redis.Verb.Part.PAGE;
import static io.escrowmint.store.redis.Verb.Part.RESERVATION_RECORD;

/**
 * What a script can do to a wallet: its name there, its file, the shared parts it needs
 * beside those that every script has, and its lane.
 */
enum Verb {

	CONSUME("consume", Lane.TAKING, OPERATION),

	TOP_UP("topUp", "top-up", Lane.TAKING, OPERATION),

	WITHDRAW("withdraw", Lane.TAKING, OPERATION),

	REFUND("refund", Lane.TAKING, OPERATION),

	RESERVE("reserve", Lane.TAKING, RESERVATION_RECORD),

	EXTEND("extend", Lane.TAKING, RESERVATION_RECORD),

	ALLOCATE_LEASE("allocateLease", "allocate-lease", Lane.TAKING, LEASE_RECORD),

	CONSUME_LEASE("consumeLease", "consume-lease", Lane.TAKING, OPERATION, LEASE_RECORD),

	RENEW_LEASE("renewLease", "renew-lease", Lane.TAKING, LEASE_RECORD),

	COMMIT("commit", Lane.GIVING, RESERVATION_RECORD),

	CANCEL("cancel", Lane.GIVING, RESERVATION_RECORD),

	REPORT_LEASE("reportLease", "report-lease", Lane.GIVING, LEASE_RECORD),

	RELEASE_LEASE("releaseLease", "release-lease", Lane.GIVING, LEASE_RECORD),

	STATE("state", Lane.GIVING),

	RESERVATION("reservation", Lane.GIVING),

	LEASE("lease", Lane.GIVING),

	RESERVATIONS("reservations", Lane.GIVING, PAGE),

	LEASES("leases", Lane.GIVING, PAGE),

	TOUCH("touch", Lane.GIVING);

	private final String word;

	private final String file;

	private final Lane lane;

	private final List<Part> parts;

	Verb(String word, Lane lane, Part... parts) {
		this(word, word, lane, parts);
	}

	Verb(String word, String file, Lane lane, Part... parts) {
		this.word = word;
		this.file = file;
		this.lane = lane;
		this.parts = List.of(parts);
	}

	byte[] word() {
		return KeySpace.utf8(this.word);
	}

	String file() {
		return this.file;
	}

	Lane lane() {
		return this.lane;
	}

	/**
	 * Tells whether it moves nothing but what has expired.
	 */
	boolean isRead() {
		return compareTo(STATE) >= 0;
	}

	List<Part> parts() {
		return this.parts;
	}

	/**
	 * Which calls travel together. Giving back must work when Redis is full, and may not
	 * wait behind what takes.
	 */
	enum Lane {

		/** Plain consumes, as long as they stay plain. */
		SPENDING("spend", true, 1),

		/** Plain reserves, likewise. */
		HOLDING("hold", true, 2),

		/** Plain commits and cancels, likewise. */
		SETTLING("settle", true, 2),

		/** What may be refused when Redis is full. */
		TAKING("batch-taking", false, 1),

		/** What gives back, books what has happened, or reads. */
		GIVING("batch-giving", false, 1);

		private final String script;

		private final boolean plain;

		private final int answers;

		Lane(String script, boolean plain, int answers) {
			this.script = script;
			this.plain = plain;
			this.answers = answers;
		}

		String script() {
			return this.script;
		}

		/**
		 * Tells whether its calls go through a short script that may leave them to the
		 * full one.
		 */
		boolean isPlain() {
			return this.plain;
		}

		/**
		 * Returns how many answers its script has for each call.
		 */
		int answers() {
			return this.answers;
		}

		boolean givesBack() {
			return this == SETTLING || this == GIVING;
		}

	}

	/**
	 * Shared parts of scripts, in the order in which they are assembled.
	 */
	enum Part {

		CLAIMS("claims"),

		RECORDS("records"),

		RECLAIM("reclaim"),

		OPERATION("operation"),

		RESERVATION_RECORD("reservation-record"),

		LEASE_RECORD("lease-record"),

		PAGE("page");

		private final String file;

		Part(String file) {
			this.file = file;
		}

		String file() {
			return this.file;
		}

	}

}
