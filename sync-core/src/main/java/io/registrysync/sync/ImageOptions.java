package io.registrysync.sync;

import io.registrysync.oci.Platform;
import java.util.List;
import java.util.Set;

/**
 * What of an image is copied, and what besides.
 *
 * @param platforms     empty for all
 * @param indexMode     what becomes of an index when not all platforms are copied
 * @param referrers     whether what refers to the image comes along
 * @param artifactTypes which referrers; empty for all
 * @param digestTags    whether tags that are made of the image's digest come along, as cosign makes them
 */
record ImageOptions(
        List<Platform> platforms,
        IndexMode indexMode,
        boolean referrers,
        Set<String> artifactTypes,
        boolean digestTags) {
    static final ImageOptions DEFAULT = new ImageOptions(List.of(), IndexMode.REWRITE, false, Set.of(), false);

    ImageOptions {
        platforms = platforms.stream().distinct().toList();
        artifactTypes = Set.copyOf(artifactTypes);
    }

    ImageOptions withPlatforms(List<Platform> newPlatforms, IndexMode mode) {
        return new ImageOptions(newPlatforms, mode, referrers, artifactTypes, digestTags);
    }

    ImageOptions withReferrers(Set<String> types) {
        return new ImageOptions(platforms, indexMode, true, types, digestTags);
    }

    ImageOptions withDigestTags() {
        return new ImageOptions(platforms, indexMode, referrers, artifactTypes, true);
    }

    /** Whether anything comes along with an image. */
    boolean takesAttachments() {
        return referrers || digestTags;
    }
}
