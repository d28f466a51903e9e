package io.registrysync.sync;

import io.registrysync.oci.Tag;
import java.util.stream.Stream;

/**
 * Decides which tags of a repository are copied. Immutable and safe for use by several threads.
 *
 * <p>{@code sync-filters} has rules to build one of; a lambda does where its order and its names suffice.
 */
@FunctionalInterface
public interface TagSelection {
    /**
     * Picks tags. Takes no more of {@code listed} than it needs to give the next tag, where its rules permit that: the
     * list is read page by page, and what is picked first is copied while the rest is still being listed.
     *
     * @param listed every tag of the repository, in the registry's order; read once
     * @param facts  what can be found out about them
     * @return tags of {@code listed}, each at most once
     */
    Stream<Tag> select(Stream<Tag> listed, TagFacts facts);

    /**
     * Whether the rules that need no facts let a tag pass. Mirror deletion removes only tags for which this is true.
     *
     * @param facts names the repository; is asked for no times
     */
    default boolean covers(Tag tag, TagFacts facts) {
        return select(Stream.of(tag), facts).findFirst().isPresent();
    }
}
