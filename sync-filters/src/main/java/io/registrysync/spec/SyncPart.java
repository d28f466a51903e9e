package io.registrysync.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a sync that can be run by itself, and later, and elsewhere: one source repository, which of its images, and
 * where they go. {@link ResolvedSync#parts()} finds them, {@link ResolvedSync#of(SyncSpec, List, Registries)} takes them up
 * again without asking anybody.
 *
 * @param registry   the name that the sync has for the source; absent for images that name their registry themselves
 * @param host       the registry that the source's full name begins with
 * @param repository what is copied
 * @param images     {@code :tag}, {@code @digest} or {@code :tag@digest}; none for what the rules pick
 * @param goals      where it goes
 */
public record SyncPart(
        Optional<String> registry, String host, String repository, List<String> images, List<Goal> goals) {
    /**
     * Where a part goes.
     *
     * @param target     which of the sync's targets, counted from 0
     * @param repository what it is called there
     */
    public record Goal(int target, String repository) {}

    /** Freezes the lists. */
    public SyncPart {
        images = List.copyOf(images);
        goals = List.copyOf(goals);
    }

    /** Its source with its registry, for example {@code docker.io/library/nginx}. */
    public String source() {
        return host + "/" + repository;
    }

    /** The same source, but only these images, and only to these places. */
    public SyncPart only(Collection<String> fewerImages, Collection<Goal> fewerGoals) {
        return new SyncPart(registry, host, repository, List.copyOf(fewerImages), List.copyOf(fewerGoals));
    }

    /** As a text that {@link #read} reads; for whoever keeps parts until they are run. */
    public static String write(List<SyncPart> parts) {
        StringBuilder text = new StringBuilder();
        for (SyncPart part : parts) {
            line(text, "from", part.registry.orElse(""), part.host, part.repository);
            part.images.forEach(image -> line(text, "image", image));
            part.goals.forEach(goal -> line(text, "to", String.valueOf(goal.target()), goal.repository()));
        }
        return text.toString();
    }

    /** Names hold no control characters, so tabs and line ends are free to divide them. */
    private static void line(StringBuilder text, String... fields) {
        text.append(String.join("\t", fields)).append('\n');
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException where it is something else
     */
    public static List<SyncPart> read(String text) {
        List<SyncPart> parts = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.split("\t", -1);
            SyncPart last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
            if (fields[0].equals("from") && fields.length == 4) {
                parts.add(new SyncPart(
                        Optional.of(fields[1]).filter(name -> !name.isEmpty()),
                        fields[2],
                        fields[3],
                        List.of(),
                        List.of()));
            } else if (fields[0].equals("image") && fields.length == 2 && last != null) {
                parts.set(parts.size() - 1, last.only(added(last.images, fields[1]), last.goals));
            } else if (fields[0].equals("to") && fields.length == 3 && last != null) {
                Goal goal = new Goal(Integer.parseInt(fields[1]), fields[2]);
                parts.set(parts.size() - 1, last.only(last.images, added(last.goals, goal)));
            } else {
                throw new IllegalArgumentException("this is no part of a sync: " + Words.shown(line));
            }
        }
        return List.copyOf(parts);
    }

    private static <T> List<T> added(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return longer;
    }
}
