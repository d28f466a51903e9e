package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Platform;
import io.registrysync.registry.Notice;
import java.util.List;
import java.util.Optional;

/** Something that happened in a run. */
public sealed interface SyncEvent {
    /**
     * The run began.
     *
     * @param repositories how many source repositories it is about
     */
    record RunStarted(int repositories) implements SyncEvent {}

    /**
     * The images of a source repository come next. Those of the one before may still be on their way.
     *
     * @param number counted from 1
     */
    record RepositoryStarted(RepositoryCopy repository, int number) implements SyncEvent {}

    /** The images of a source repository are over, well or not. */
    record RepositoryDone(RepositoryCopy repository) implements SyncEvent {}

    /**
     * A project that was missing at a target was created.
     *
     * @param project with its registry, for example {@code registry.example.com/prod}
     */
    record ProjectCreated(String project) implements SyncEvent {}

    /**
     * An image differs from the target's, or the target has none, and is being copied.
     *
     * @param digest what the source's tag points to
     */
    record ImageStarted(SyncImage image, Digest digest) implements SyncEvent {}

    /**
     * The image is for several platforms.
     *
     * @param platforms of the entries that name one, in the order of the index
     */
    record PlatformsFound(SyncImage image, List<Platform> platforms) implements SyncEvent {}

    /** A manifest of an index, with everything beneath it, is at the target. */
    record ManifestDone(SyncImage image, Digest digest, Optional<Platform> platform) implements SyncEvent {}

    /**
     * A blob is at the target.
     *
     * @param repository the target's repository, with its registry
     */
    record BlobDone(String repository, Descriptor blob, BlobOutcome outcome) implements SyncEvent {}

    /**
     * A blob could not be brought to the target, so the images that have it fail there. What a stop has cut off is not
     * told.
     *
     * @param repository the target's repository, with its registry
     */
    record BlobFailed(String repository, Descriptor blob, Failure failure) implements SyncEvent {}

    /** The copy of an image ended, well or not. */
    record ImageDone(ImageResult result) implements SyncEvent {}

    /** A tag that is gone from the source was deleted at the target, or could not be. */
    record TagDeleted(TagDeletion deletion) implements SyncEvent {}

    /** A registry made us wait, a request is tried again, or something odd was seen. */
    record Noticed(Notice notice) implements SyncEvent {}

    /** How far the run is; sent a few times per second. */
    record Progressed(SyncProgress progress) implements SyncEvent {}

    /** The run ended. The last event. */
    record RunFinished(SyncReport report) implements SyncEvent {}
}
