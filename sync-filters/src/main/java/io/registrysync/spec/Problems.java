package io.registrysync.spec;

import java.util.List;
import java.util.TreeSet;

/** What was found wrong in a file so far. Used by one thread. */
final class Problems {
    /** More than anybody reads; keeps a hostile file from filling the memory with complaints. */
    private static final int KEPT = 1000;

    private final String file;
    /** Of values that are no text, the way to the one whose line is said to be the index; empty for a text. */
    private final List<String> paths;
    // What several syncs share through defaults or an alias is read several times but complained of once.
    private final TreeSet<Problem> found = new TreeSet<>();
    private int count;

    Problems(String file) {
        this(file, List.of());
    }

    Problems(String file, List<String> paths) {
        this.file = file;
        this.paths = paths;
    }

    void add(Place place, String message) {
        if (found.size() < KEPT) {
            found.add(new Problem(place, message));
        }
        count++;
    }

    /** How many there were, counting again what was complained of before. */
    int count() {
        return count;
    }

    SyncFileException toException() {
        List<SyncFileException.Problem> problems = found.stream()
                .map(problem -> said(problem.place(), problem.message()))
                .toList();
        return new SyncFileException(problems);
    }

    private SyncFileException.Problem said(Place place, String message) {
        return paths.isEmpty()
                ? new SyncFileException.Problem(file, place.line(), place.column(), "", message)
                : new SyncFileException.Problem(file, 0, 0, paths.get(place.line()), message);
    }

    private record Problem(Place place, String message) implements Comparable<Problem> {
        @Override
        public int compareTo(Problem other) {
            int byPlace = place.compareTo(other.place);
            return byPlace != 0 ? byPlace : message.compareTo(other.message);
        }
    }
}
