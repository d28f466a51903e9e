package io.registrysync.spec;

import java.util.Comparator;

/**
 * Where something stands in a file.
 *
 * @param line   from 1
 * @param column from 1, in characters
 */
record Place(int line, int column) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::line).thenComparingInt(Place::column);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
