package io.registrysync.spring.web;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A page of the names that a registry lists.
 *
 * @param total    of those that match, as far as was looked
 * @param complete whether everything was looked at; a registry may list more than anybody pages through
 */
record NamesView(List<String> items, long total, int page, int size, boolean complete) {
    /** So many names are looked at. */
    static final int MOST = 20_000;

    NamesView {
        items = List.copyOf(items);
    }

    /** Those that contain {@code text}, in whatever case. Reads the names until they end or are too many. */
    static NamesView of(Stream<String> names, String text, int page, int size) {
        Listing.check(page, size);
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        List<String> items = new ArrayList<>();
        long first = (long) page * size;
        long total = 0;
        int seen = 0;
        try (names) {
            Iterator<String> each = names.iterator();
            while (seen < MOST && each.hasNext()) {
                String name = each.next();
                seen++;
                if (name.toLowerCase(Locale.ROOT).contains(wanted)) {
                    if (total >= first && items.size() < size) {
                        items.add(name);
                    }
                    total++;
                }
            }
            return new NamesView(items, total, page, size, seen < MOST || !each.hasNext());
        }
    }
}
