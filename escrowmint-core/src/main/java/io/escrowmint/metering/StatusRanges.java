package io.escrowmint.metering;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.escrowmint.model.InvalidRequestException;

/**
 * Statuses of a response, such as {@code 200-399} or {@code 200-299,304}.
 *
 * @param ranges the ranges, both ends included; at least one
 */
public record StatusRanges(List<Range> ranges) {

	private static final Pattern RANGE = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");

	/** Success and redirection: 200 to 399. */
	public static final StatusRanges DEFAULT = parse("200-399");

	public StatusRanges {
		ranges = List.copyOf(ranges);
	}

	/**
	 * Reads ranges.
	 * @param text statuses and ranges of statuses, 100 to 599, with commas between them
	 * @return the ranges
	 * @throws InvalidRequestException if the text is nothing of the kind
	 */
	public static StatusRanges parse(String text) {
		List<Range> ranges = new ArrayList<>();
		for (String part : text.split(",", -1)) {
			ranges.add(range(part.trim(), text));
		}
		return new StatusRanges(ranges);
	}

	/**
	 * Tells whether a status is one of these.
	 * @param status the status
	 * @return {@code true} if a range contains it
	 */
	public boolean contains(int status) {
		return this.ranges.stream().anyMatch((range) -> range.first <= status && status <= range.last);
	}

	private static Range range(String part, String text) {
		Matcher matcher = RANGE.matcher(part);
		if (matcher.matches()) {
			int first = Integer.parseInt(matcher.group(1));
			int last = (matcher.group(2) != null) ? Integer.parseInt(matcher.group(2)) : first;
			if (first <= last) {
				return new Range(first, last);
			}
		}
		throw new InvalidRequestException("commitOn", text,
				"must be statuses or ranges of statuses, such as 200-399 or 200-299,304");
	}

	/**
	 * Statuses from the first to the last.
	 *
	 * @param first the lowest
	 * @param last the highest
	 */
	public record Range(int first, int last) {

	}

}
