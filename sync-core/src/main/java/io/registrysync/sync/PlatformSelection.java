package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.ImageConfig;
import io.registrysync.oci.ImageManifest;
import io.registrysync.oci.Index;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.Platform;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Picks the platforms of an image that are copied. */
final class PlatformSelection {
    private static final int MAX_DEPTH = 16;
    private static final String ATTESTED = "vnd.docker.reference.digest";

    private final ImageOptions options;
    private final Parts parts;

    /** Reads what an index alone does not tell. */
    interface Parts {
        Manifest manifest(Descriptor descriptor);

        ImageConfig config(Descriptor descriptor);
    }

    /** What is to be done with an image. */
    sealed interface Picked {
        /**
         * It is copied.
         *
         * @param root    what the target's tag is to point to
         * @param leftOut entries of it that are not copied
         */
        record Content(Manifest root, Set<Digest> leftOut) implements Picked {}

        /** Nothing of it is copied. */
        record Nothing(String reason) implements Picked {}
    }

    PlatformSelection(ImageOptions options, Parts parts) {
        this.options = options;
        this.parts = parts;
    }

    Picked pick(Manifest root) {
        if (options.platforms().isEmpty()) {
            return new Picked.Content(root, Set.of());
        }
        Set<Platform> seen = new LinkedHashSet<>();
        if (!(root instanceof Index index)) {
            return isWanted(root, seen, 0) == Answer.NO ? nothing(seen) : new Picked.Content(root, Set.of());
        }
        Set<Digest> kept = kept(index, seen);
        if (kept.isEmpty()) {
            return nothing(seen);
        }
        return switch (options.indexMode()) {
            case ALL -> new Picked.Content(root, Set.of());
            case REWRITE -> new Picked.Content(index.keeping(entry -> kept.contains(entry.digest())), Set.of());
            case SPARSE -> new Picked.Content(root, others(index, kept));
        };
    }

    /** The entries that are copied; none where no image of a selected platform is among them. */
    private Set<Digest> kept(Index index, Set<Platform> seen) {
        Set<Digest> kept = new HashSet<>();
        boolean anyImage = false;
        for (Descriptor entry : index.children()) {
            if (!isAttestation(entry)) {
                Answer answer = isWanted(entry, seen, 1);
                anyImage |= answer == Answer.YES;
                if (answer != Answer.NO) {
                    kept.add(entry.digest());
                }
            }
        }
        if (!anyImage) {
            return Set.of();
        }
        Set<String> images = kept.stream().map(Digest::toString).collect(Collectors.toSet());
        index.children().stream()
                .filter(entry -> isAttestation(entry)
                        && images.contains(entry.annotations().get(ATTESTED)))
                .forEach(entry -> kept.add(entry.digest()));
        return kept;
    }

    private static Set<Digest> others(Index index, Set<Digest> kept) {
        return index.children().stream()
                .map(Descriptor::digest)
                .filter(digest -> !kept.contains(digest))
                .collect(Collectors.toSet());
    }

    /** What BuildKit attaches to an image of the same index. It goes where that image goes. */
    private static boolean isAttestation(Descriptor entry) {
        return entry.annotations().containsKey(ATTESTED);
    }

    private enum Answer {
        YES,
        NO,
        /** It is no image that runs: a chart, a signature, a list of parts. It has no platform and belongs to all. */
        NO_IMAGE
    }

    private Answer isWanted(Descriptor entry, Set<Platform> seen, int depth) {
        Optional<Platform> named = entry.platform().filter(Platform::isKnown);
        if (named.isPresent()) {
            return isWanted(named.get(), seen);
        }
        // Entries need not name their platform (image specification, image-index.md); then the image itself tells.
        boolean canTell = entry.mediaType().isImage() || entry.mediaType().isIndex();
        return canTell ? isWanted(parts.manifest(entry), seen, depth) : Answer.NO_IMAGE;
    }

    private Answer isWanted(Manifest manifest, Set<Platform> seen, int depth) {
        if (manifest instanceof Index nested && depth < MAX_DEPTH) {
            List<Answer> answers = nested.children().stream()
                    .filter(entry -> !isAttestation(entry))
                    .map(entry -> isWanted(entry, seen, depth + 1))
                    .toList();
            // An index within an index is copied whole or not at all.
            return answers.contains(Answer.YES)
                    ? Answer.YES
                    : answers.contains(Answer.NO) ? Answer.NO : Answer.NO_IMAGE;
        }
        if (manifest instanceof ImageManifest image
                && image.config().isPresent()
                && image.config().get().mediaType().isImageConfig()) {
            return parts.config(image.config().get())
                    .platform()
                    .map(platform -> isWanted(platform, seen))
                    .orElse(Answer.NO_IMAGE);
        }
        return Answer.NO_IMAGE;
    }

    private Answer isWanted(Platform platform, Set<Platform> seen) {
        seen.add(platform);
        return options.platforms().stream().anyMatch(wanted -> wanted.includes(platform)) ? Answer.YES : Answer.NO;
    }

    private static Picked nothing(Set<Platform> seen) {
        String shown = seen.stream().limit(20).map(Platform::toString).sorted().collect(Collectors.joining(", "));
        return new Picked.Nothing("none of the selected platforms; it is for " + (shown.isEmpty() ? "none" : shown));
    }
}
