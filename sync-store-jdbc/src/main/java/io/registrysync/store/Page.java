package io.registrysync.store;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param total of the whole list
 */
public record Page<T>(List<T> items, long total) {
    /** Freezes the items. */
    public Page {
        items = List.copyOf(items);
    }

    /** The same part of a list of something else. */
    public <R> Page<R> map(Function<? super T, R> change) {
        return new Page<>(items.stream().<R>map(change).toList(), total);
    }

    /**
     * Which part of a list.
     *
     * @param offset how many come before it
     * @param limit  the most that it has, 1 to 1000
     */
    public record Slice(long offset, int limit) {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException where they are out of bounds
         */
        public Slice {
            if (offset < 0 || limit < 1 || limit > 1000) {
                throw new IllegalArgumentException("a page has 1 to 1000 entries and begins at 0 or later");
            }
        }
    }
}
