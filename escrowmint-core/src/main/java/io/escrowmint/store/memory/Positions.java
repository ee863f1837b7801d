package io.escrowmint.store.memory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.escrowmint.model.InvalidRequestException;

/**
 * How positions of event frames are written: as Redis writes stream ids, with the second
 * part always 0.
 */
final class Positions {

	private static final Pattern FORMAT = Pattern.compile("(\\d{1,18})-\\d{1,18}");

	private Positions() {
	}

	static String toText(long position) {
		return position + "-0";
	}

	static long parse(String text) {
		Matcher matcher = FORMAT.matcher(text);
		if (!matcher.matches()) {
			throw new InvalidRequestException("position", text, "must be two numbers with a dash between them");
		}
		return Long.parseLong(matcher.group(1));
	}

}
