package io.escrowmint.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Counts the entries of a stream that lie behind a position which only moves forward.
 * Redis knows no such number, so pages are counted and remembered: each entry about once,
 * a bounded number in each look. What is cut away meanwhile counts no more; entries that
 * are deleted one by one may. While a long backlog is being counted the number is too
 * low, and grows with each look. Used by one thread.
 */
final class EntryCount {

	private static final int PAGE = 1_000;

	private static final int PAGES = 10;

	private final StreamCalls calls;

	private final List<byte[]> stream;

	private final Deque<Page> pages = new ArrayDeque<>();

	EntryCount(StreamCalls calls, String stream) {
		this.calls = calls;
		this.stream = List.of(Publication.utf8(stream));
	}

	/**
	 * Counts.
	 * @param position the last entry that does not count
	 * @return how many entries lie behind it, at least
	 */
	long after(String position) {
		// What was cut meanwhile lay before it.
		Page first = count(position, "+", 1);
		if (first.entries() == 0) {
			reset();
			return 0;
		}
		return 1 + behind(first.last());
	}

	private long behind(String position) {
		while (!this.pages.isEmpty() && isWithin(this.pages.getFirst(), position)) {
			Page begun = this.pages.removeFirst();
			if (StreamPosition.compare(position, begun.last()) < 0) {
				this.pages.addFirst(count(position, begun.last(), PAGE));
				break;
			}
		}
		for (int looks = 0; looks < PAGES && (this.pages.isEmpty() || looks == 0 || isFull()); looks++) {
			Page next = count(this.pages.isEmpty() ? position : this.pages.getLast().last(), "+", PAGE);
			if (next.entries() == 0) {
				break;
			}
			this.pages.addLast(next);
		}
		return this.pages.stream().mapToLong(Page::entries).sum();
	}

	private boolean isFull() {
		return this.pages.getLast().entries() == PAGE;
	}

	private static boolean isWithin(Page page, String position) {
		return StreamPosition.compare(page.after(), position) < 0;
	}

	private Page count(String after, String until, int most) {
		List<Object> reply = this.calls.run(StreamScripts.COUNT, this.stream,
				List.of(Publication.utf8(after), Publication.utf8(until), Publication.utf8(Integer.toString(most))));
		return new Page(after, StreamCalls.text(reply, 1), Long.parseLong(StreamCalls.text(reply, 0)));
	}

	void reset() {
		this.pages.clear();
	}

	/**
	 * Some entries that were counted.
	 *
	 * @param after the position before the first
	 * @param last the last one
	 * @param entries how many
	 */
	private record Page(String after, String last, long entries) {

	}

}
