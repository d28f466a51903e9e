package io.registrysync.spring.web;

import io.registrysync.store.Page;
import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param total of the whole list
 * @param page  counted from 0
 * @param size  the most that a page has
 */
record PageAnswer<T>(List<T> items, long total, int page, int size) {
    private static final int LARGEST = 200;

    PageAnswer {
        items = List.copyOf(items);
    }

    /** Which part of a list is meant; throws {@link IllegalArgumentException} where none can be. */
    static Page.Slice slice(int page, int size) {
        if (page < 0 || size < 1 || size > LARGEST) {
            throw new IllegalArgumentException("page is 0 or more, and size 1 to " + LARGEST);
        }
        return new Page.Slice((long) page * size, size);
    }

    static <S, T> PageAnswer<T> of(Page<S> found, int page, int size, Function<? super S, T> view) {
        Page<T> shown = found.map(view);
        return new PageAnswer<>(shown.items(), shown.total(), page, size);
    }

    /** A list that is short enough to be shown as a whole. */
    static <T> PageAnswer<T> whole(List<T> items) {
        return new PageAnswer<>(items, items.size(), 0, Math.max(1, items.size()));
    }
}
