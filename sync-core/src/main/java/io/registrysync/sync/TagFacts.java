package io.registrysync.sync;

import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * What a {@link TagSelection} can find out about the tags of one repository. Times are asked for in bulk because they
 * are read from the registry, several at once.
 *
 * <p>A tag whose time cannot be found out is missing from the answer: the registry does not tell it, or its content is
 * broken, which the copy will report. Methods throw {@link java.util.concurrent.CancellationException} when the run is
 * called off.
 */
public interface TagFacts {
    /** The repository, for example {@code library/nginx}. */
    RepositoryName repository();

    /** The repository with its registry, for example {@code docker.io/library/nginx}. */
    String location();

    /** The time of the run. */
    Instant now();

    /**
     * When images were made, by the configuration of the image or what a vendor keeps of it; for an image of several
     * platforms the newest of those that are copied. Build tools that make reproducible images write a fixed time there, often that of the epoch.
     */
    Map<Tag, Instant> created(Collection<Tag> tags);

    /** When tags were last pushed, by the vendor's metadata. Most registries do not tell. */
    Map<Tag, Instant> pushed(Collection<Tag> tags);

    /** When each tag, as it is now, was seen for the first time by a run that remembers it. Complete. */
    Map<Tag, Instant> firstSeen(Collection<Tag> tags);

    /** Tells whoever watches the run, in one line. The repository is named besides. */
    void warn(String text);
}
