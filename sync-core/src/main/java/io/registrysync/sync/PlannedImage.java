package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Repository;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done with one image of the source.
 *
 * @param source  its name, for example {@code docker.io/library/nginx:1.25.3}
 * @param tag     the tag that alone names it at the source; empty where a digest does
 * @param content what it is, pinned when it was planned; empty where the source failed
 * @param targets where it goes; empty where the source failed
 * @param failure why the source failed
 */
public record PlannedImage(
        String source,
        Optional<Tag> tag,
        Optional<Descriptor> content,
        List<PlannedTarget> targets,
        Optional<Failure> failure) {

    /** Freezes the list. */
    public PlannedImage {
        targets = List.copyOf(targets);
    }

    /**
     * What is to be done at one target.
     *
     * @param image      the image and where it goes
     * @param repository where it goes
     * @param tag        the tag it gets there; empty: it is stored under its digest only
     * @param action     what is to be done
     * @param previous   what the target's tag points to now
     * @param failure    why the target could not be asked; present exactly with {@link Action#FAIL}
     */
    public record PlannedTarget(
            SyncImage image,
            Repository repository,
            Optional<Tag> tag,
            Action action,
            Optional<Descriptor> previous,
            Optional<Failure> failure) {}

    /** What is to be done at a target. */
    public enum Action {
        /** The target has no such tag yet. */
        COPY,
        /** The target's tag points to something else. */
        OVERWRITE,
        /** The target has it already. */
        KEEP,
        /** Nothing can be done. */
        FAIL
    }
}
