package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.Tag;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings along what belongs to an image without being part of it: referrers, and tags made of its digest.
 *
 * <p>One instance serves one source repository during one run. Its calls block, and wait for what runs on the executors
 * of the run.
 */
final class Attachments {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_MANIFESTS_PER_IMAGE = 4096;

    private final Repository source;
    private final SourceImages images;
    private final ImageOptions options;
    private final GraphCopy graph;

    Attachments(Repository source, SourceImages images, ImageOptions options, GraphCopy graph) {
        this.source = source;
        this.images = images;
        this.options = options;
        this.graph = graph;
    }

    /**
     * An image, everything beneath which is at the target.
     *
     * @param original what it is at the source
     * @param root     what it is at the target; differs where only some platforms are copied
     * @param leftOut  entries of {@code root} that are not copied
     */
    record Subject(SyncImage image, Descriptor original, Manifest root, Set<Digest> leftOut, Target target) {}

    /**
     * Copies what the target lacks.
     *
     * @return whether there was any
     */
    boolean copy(Subject subject) {
        warnOfWhatCannotFollow(subject);
        Map<Digest, Descriptor> parts = new LinkedHashMap<>();
        collect(subject.root().descriptor(), subject.root(), subject.leftOut(), parts);
        Walk walk = new Walk(subject);
        for (Digest part : parts.keySet()) {
            if (options.referrers()) {
                walk.copyReferrers(part, 1);
            }
            if (options.digestTags()) {
                walk.copyDigestTags(part);
            }
        }
        return walk.copiedAny;
    }

    /** A signature is about the index as it was. */
    private void warnOfWhatCannotFollow(Subject subject) {
        Digest original = subject.original().digest();
        boolean rewritten = !original.equals(subject.root().descriptor().digest());
        boolean leftBehind = rewritten
                && ((options.referrers() && !referrers(original).isEmpty())
                        || (options.digestTags() && !digestTags(original).isEmpty()));
        if (leftBehind) {
            images.warn("what refers to " + subject.image().source() + " as a whole, such as its signature, is left"
                    + " behind, because the index is rewritten to the selected platforms");
        }
    }

    /** The manifest and all manifests beneath it, each once. */
    private void collect(Descriptor at, Manifest manifest, Set<Digest> leftOut, Map<Digest, Descriptor> found) {
        if (found.size() >= MAX_MANIFESTS_PER_IMAGE || found.putIfAbsent(at.digest(), at) != null) {
            return;
        }
        for (Descriptor child : manifest.children()) {
            if (leftOut.contains(child.digest())) {
                continue;
            }
            if (child.mediaType().isIndex()) {
                collect(child, GraphCopy.onSource(() -> images.manifest(child)), Set.of(), found);
            } else {
                found.putIfAbsent(child.digest(), child);
            }
        }
    }

    private List<Tag> digestTags(Digest part) {
        return GraphCopy.onSource(() -> images.digestTags(part));
    }

    private List<Descriptor> referrers(Digest part) {
        return GraphCopy.onSource(() -> source.referrers(part)).stream()
                .filter(this::isWanted)
                .toList();
    }

    private boolean isWanted(Descriptor referrer) {
        if (options.artifactTypes().isEmpty()) {
            return true;
        }
        String listed = referrer.artifactType();
        return options.artifactTypes()
                .contains(
                        listed.isEmpty()
                                ? GraphCopy.onSource(() -> images.manifest(referrer))
                                        .artifactType()
                                : listed);
    }

    /** What belongs to one image, on its way to one target. */
    private final class Walk {
        private final Subject subject;
        private final Target target;
        private final Set<Digest> seen = new HashSet<>();
        private boolean copiedAny;

        Walk(Subject subject) {
            this.subject = subject;
            this.target = subject.target();
        }

        /** What refers to a manifest, and what refers to that. Registries that lie could lead this in circles. */
        void copyReferrers(Digest part, int depth) {
            if (!seen.add(part)) {
                return;
            }
            List<Descriptor> wanted = referrers(part);
            if (wanted.isEmpty()) {
                return;
            }
            if (depth > MAX_DEPTH || seen.size() + wanted.size() > MAX_MANIFESTS_PER_IMAGE) {
                throw new CopyException(
                        Side.SOURCE,
                        RegistryException.of(
                                Kind.INVALID_CONTENT,
                                "copy referrers",
                                subject.image().source(),
                                "its referrers are nested deeper than " + MAX_DEPTH + " or more than "
                                        + MAX_MANIFESTS_PER_IMAGE,
                                null));
            }
            copyMissing(part, wanted);
            wanted.forEach(referrer -> copyReferrers(referrer.digest(), depth + 1));
        }

        private void copyMissing(Digest part, List<Descriptor> wanted) {
            Set<Digest> there = atTarget(part);
            Set<Digest> copied = new HashSet<>();
            for (Descriptor referrer : wanted) {
                if (there.contains(referrer.digest())) {
                    continue;
                }
                Optional<Manifest> manifest = GraphCopy.onSource(() -> source.manifest(referrer.digest()));
                if (manifest.isPresent()) {
                    storeSubject(part);
                    copy(manifest.get(), Optional.empty());
                    copied.add(referrer.digest());
                } else {
                    images.warn("the referrer " + referrer.digest() + " of " + part + " is listed and not there");
                }
            }
            if (!copied.isEmpty() && !atTarget(part).containsAll(copied)) {
                throw new CopyException(
                        Side.TARGET,
                        RegistryException.of(
                                Kind.INVALID_CONTENT,
                                "copy referrers",
                                target.repository().location() + "@" + part,
                                "the registry took referrers and does not list them",
                                null));
            }
        }

        /** Some registries take no referrer whose subject is not there yet (moby/buildkit #7012). */
        private void storeSubject(Digest part) {
            if (part.equals(subject.root().descriptor().digest())) {
                graph.put(subject.image(), subject.root(), subject.leftOut(), target);
            }
        }

        private Set<Digest> atTarget(Digest part) {
            return GraphCopy.onTarget(() -> target.repository().referrers(part)).stream()
                    .map(Descriptor::digest)
                    .collect(Collectors.toSet());
        }

        void copyDigestTags(Digest part) {
            for (Tag tag : digestTags(part)) {
                Optional<Descriptor> wanted = GraphCopy.onSource(() -> images.resolve(tag));
                Optional<Descriptor> there =
                        GraphCopy.onTarget(() -> target.repository().resolve(tag));
                if (wanted.isPresent() && !there.map(Descriptor::digest).equals(wanted.map(Descriptor::digest))) {
                    copy(GraphCopy.onSource(() -> images.manifest(wanted.get())), Optional.of(tag));
                }
            }
        }

        private void copy(Manifest manifest, Optional<Tag> tag) {
            Threads.join(graph.copyAlong(subject.image(), manifest, target, tag));
            copiedAny = true;
        }
    }
}
