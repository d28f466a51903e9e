package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.ImageManifest;
import io.registrysync.oci.Index;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.Platform;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * When the images of one source repository were made: what earlier runs found out, or else what the registry tells of all
 * its images at once, or else what their configurations say. Safe for use by several threads.
 */
final class CreatedTimes {
    /**
     * The registry is asked for its list where one in so many tags, or more, has to be found out. A page of the list has a
     * hundred images, of which a tag has five if it is of two platforms with attestations; to read the configurations
     * costs two requests for a tag of one platform, and five for one of two.
     */
    private static final int TAGS_FOR_ONE_UNKNOWN = 50;

    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private final Repository source;
    private final ImageOptions options;
    private final PlatformSelection.Parts parts;
    private final RunContext run;
    private volatile Map<Digest, Instant> told = Map.of();
    private boolean asked;

    CreatedTimes(Repository source, ImageOptions options, PlatformSelection.Parts parts, RunContext run) {
        this.source = source;
        this.options = options;
        this.parts = parts;
        this.run = run;
    }

    /** What an earlier run found out. */
    Optional<Instant> remembered(Descriptor image) {
        return run.memory().created(image.digest(), options);
    }

    /**
     * Asks the registry what it tells at once, if that is worth it.
     *
     * @param unknown the number of images of which nothing is remembered
     * @param tags    the number of tags that the repository is known to have
     */
    synchronized void lookUp(int unknown, long tags) {
        if (!asked && (long) unknown * TAGS_FOR_ONE_UNKNOWN >= tags) {
            asked = true;
            try {
                told = source.createdTimes();
            } catch (RegistryException unavailable) {
                // A short cut only: the images themselves tell the same.
                told = Map.of();
            }
        }
    }

    /** When an image was made; of an index, when the newest of what is copied was. Empty where nothing tells. */
    Optional<Instant> of(Descriptor image) {
        Optional<Instant> known = remembered(image);
        if (known.isPresent()) {
            return known;
        }
        Optional<Instant> created = told(image).or(() -> read(parts.manifest(image)));
        created.ifPresent(time -> run.memory().created(image.digest(), options, time));
        return created;
    }

    /** The registry's time of an index is the newest of all of its platforms. */
    private Optional<Instant> told(Descriptor image) {
        boolean isOfWhatIsCopied =
                options.platforms().isEmpty() || image.mediaType().isImage();
        return isOfWhatIsCopied
                ? Optional.ofNullable(told.get(image.digest())).filter(this::isCredible)
                : Optional.empty();
    }

    private boolean isCredible(Instant time) {
        return time.isAfter(Instant.EPOCH) && !time.isAfter(run.started().plus(CLOCK_SKEW));
    }

    private Optional<Instant> read(Manifest manifest) {
        if (manifest instanceof Index index) {
            return index.children().stream()
                    .filter(this::isSelected)
                    .flatMap(child -> of(child).stream())
                    .max(Instant::compareTo);
        }
        return manifest instanceof ImageManifest image
                        && image.config().isPresent()
                        && image.config().get().mediaType().isImageConfig()
                ? parts.config(image.config().get()).created()
                : Optional.empty();
    }

    private boolean isSelected(Descriptor child) {
        boolean runs = child.platform()
                .map(Platform::isKnown)
                .orElse(child.mediaType().isImage() || child.mediaType().isIndex());
        return runs
                && (options.platforms().isEmpty()
                        || child.platform().map(this::isSelected).orElse(true));
    }

    private boolean isSelected(Platform platform) {
        return options.platforms().stream().anyMatch(wanted -> wanted.includes(platform));
    }
}
