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
 * @param deep          whether an image that the target has is looked at beneath its tag
 */
record ImageOptions(
        List<Platform> platforms,
        IndexMode indexMode,
        boolean referrers,
        Set<String> artifactTypes,
        boolean digestTags,
        boolean deep) {
    static final ImageOptions DEFAULT = new ImageOptions(List.of(), IndexMode.REWRITE, false, Set.of(), false, false);

    ImageOptions {
        platforms = platforms.stream().distinct().toList();
        artifactTypes = Set.copyOf(artifactTypes);
    }

    ImageOptions withPlatforms(List<Platform> newPlatforms, IndexMode mode) {
        return new ImageOptions(newPlatforms, mode, referrers, artifactTypes, digestTags, deep);
    }

    ImageOptions withReferrers(Set<String> types) {
        return new ImageOptions(platforms, indexMode, true, types, digestTags, deep);
    }

    ImageOptions withDigestTags() {
        return new ImageOptions(platforms, indexMode, referrers, artifactTypes, true, deep);
    }

    ImageOptions withDeep() {
        return new ImageOptions(platforms, indexMode, referrers, artifactTypes, digestTags, true);
    }

    /** Whether anything comes along with an image. */
    boolean takesAttachments() {
        return referrers || digestTags;
    }
}
