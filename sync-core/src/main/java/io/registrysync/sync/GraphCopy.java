package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Index;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.Platform;
import io.registrysync.oci.Tag;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import io.registrysync.sync.Target.Before;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Copies the graph beneath a manifest: blobs and child manifests before the manifest that names them, and each of them
 * once per target repository, however many images share it.
 *
 * <p>One instance serves one source repository during one run.
 */
final class GraphCopy {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_MANIFESTS_PER_IMAGE = 4096;

    private final Repository source;
    private final RunContext run;
    private final BlobTransfer transfer;
    private final Map<Stored, CompletableFuture<Void>> stored = new ConcurrentHashMap<>();

    /** A manifest in a target repository. */
    private record Stored(String repository, Digest digest) {}

    /**
     * All targets of one image.
     *
     * @param contents the manifests that were read for one of them; kept no longer than the image is worked on
     */
    record Siblings(List<Target> targets, Map<Digest, CompletableFuture<Manifest>> contents) {
        Siblings(List<Target> targets) {
            this(List.copyOf(targets), new ConcurrentHashMap<>());
        }
    }

    GraphCopy(Repository source, RunContext run) {
        this.source = source;
        this.run = run;
        this.transfer = new BlobTransfer(
                source, run.blobs(), run.retries(), run.throttle(), run.meter(), run.announcer(), run.cancellation());
    }

    /**
     * Copies one image to one target.
     *
     * @param root     the image's manifest, whose content is confirmed
     * @param leftOut  entries of {@code root} that are not copied
     * @param siblings all targets of the image, this one included: what has to be read is read once for all of them
     * @param before   what has to be done when everything beneath the image is there and its tag is not
     * @return completes when the target's tag points to the image
     */
    CompletableFuture<Void> copy(
            SyncImage image,
            Manifest root,
            Set<Digest> leftOut,
            Target target,
            Siblings siblings,
            Supplier<CompletableFuture<Boolean>> before) {
        Walk walk = new Walk(image, leftOut, target, siblings);
        walk.requireStorable(root);
        CompletableFuture<Void> beneath = walk.everythingBeneath(root);
        Runnable hide = run.meter().show(walk.meter);
        return beneath.thenCompose(nothing -> before.get())
                .thenRunAsync(() -> walk.manifestPut.put(root, target.tag()), run.requests())
                .thenRun(() -> walk.announceDone(root, Optional.empty()))
                .whenComplete((nothing, thrown) -> hide.run());
    }

    /**
     * Looks beneath an image to which the target's tag points, and sends what is missing.
     *
     * @return whether anything was
     */
    CompletableFuture<Boolean> repair(
            SyncImage image, Manifest root, Set<Digest> leftOut, Target target, Siblings siblings) {
        Walk walk = new Walk(image, leftOut, target, siblings);
        return walk.everythingBeneath(root).thenApply(nothing -> walk.changed.get());
    }

    /**
     * Copies a manifest that belongs to an image, with everything beneath it.
     *
     * @param tag empty: it is stored under its digest only
     */
    CompletableFuture<Void> copyAlong(SyncImage image, Manifest part, Target target, Optional<Tag> tag) {
        Walk walk = new Walk(image, Set.of(), target, new Siblings(List.of(target)));
        return walk.everythingBeneath(part, walk.meter.part(Optional.empty()), 1)
                .thenRunAsync(() -> walk.manifestPut.put(part, tag), run.requests())
                .thenRun(() -> walk.announceDone(part, Optional.empty()));
    }

    /** Stores a manifest, everything beneath which is there, under its digest. */
    void put(SyncImage image, Manifest manifest, Set<Digest> leftOut, Target target) {
        new ManifestPut(source, run, transfer, image, leftOut, target).put(manifest, Optional.empty());
    }

    /** One image on its way to one target. */
    private final class Walk {
        private final SyncImage image;
        private final Set<Digest> leftOut;
        private final Target target;
        private final Siblings siblings;
        private final ImageMeter meter;
        private final ManifestPut manifestPut;
        private final AtomicInteger manifests = new AtomicInteger();
        private final AtomicBoolean changed = new AtomicBoolean();

        Walk(SyncImage image, Set<Digest> leftOut, Target target, Siblings siblings) {
            this.image = image;
            this.leftOut = leftOut;
            this.target = target;
            this.siblings = siblings;
            this.meter = new ImageMeter(image, target.repository().location());
            this.manifestPut = new ManifestPut(source, run, transfer, image, leftOut, target);
        }

        /** What the target is sure not to take is not worth reading. */
        void requireStorable(Manifest root) {
            try {
                if (target.tag().isPresent()) {
                    target.repository().requireStorable(root, target.tag().get());
                } else {
                    target.repository().requireStorable(root);
                }
            } catch (RegistryException refused) {
                throw new CopyException(Side.TARGET, refused);
            }
        }

        /** Everything that an image needs. */
        CompletableFuture<Void> everythingBeneath(Manifest root) {
            announcePlatforms(root);
            return everythingBeneath(root, meter.part(Optional.empty()), 0);
        }

        /** Everything that a manifest names. A blob or child that it names twice is one. */
        CompletableFuture<Void> everythingBeneath(Manifest manifest, ImageMeter.Part part, int depth) {
            Map<Digest, CompletableFuture<?>> parts = new LinkedHashMap<>();
            for (Descriptor child : children(manifest, leftOut)) {
                ImageMeter.Part itsPart = platform(child).isPresent() ? meter.part(platform(child)) : part;
                parts.computeIfAbsent(child.digest(), digest -> child(child, itsPart, depth + 1));
            }
            for (Descriptor blob : manifest.blobs()) {
                // Such layers are not for distribution; only what the target insists on is sent, see ManifestPut.
                if (!blob.mediaType().isNonDistributable()) {
                    parts.computeIfAbsent(blob.digest(), digest -> blob(blob, part));
                }
            }
            return CompletableFuture.allOf(parts.values().toArray(CompletableFuture[]::new));
        }

        /** A child manifest with everything beneath it. */
        private CompletableFuture<Void> child(Descriptor child, ImageMeter.Part part, int depth) {
            if (depth > MAX_DEPTH || manifests.incrementAndGet() > MAX_MANIFESTS_PER_IMAGE) {
                return CompletableFuture.failedFuture(new CopyException(
                        Side.SOURCE,
                        RegistryException.of(
                                Kind.INVALID_CONTENT,
                                "copy",
                                image.source(),
                                "the index is nested deeper than " + MAX_DEPTH + " or names more than "
                                        + MAX_MANIFESTS_PER_IMAGE + " manifests",
                                null)));
            }
            part.manifestPlanned();
            return once(
                            child.digest(),
                            () -> isThereAlready(child)
                                    .thenCompose(there -> there
                                            ? CompletableFuture.completedFuture(null)
                                            : content(child)
                                                    .thenCompose(manifest -> bring(child, manifest, part, depth))))
                    .thenRun(part::manifestDone)
                    .thenRun(() -> announceDone(child));
        }

        private CompletableFuture<Void> bring(
                Descriptor child, Optional<Manifest> manifest, ImageMeter.Part part, int depth) {
            return manifest.isPresent()
                    ? everythingBeneath(manifest.get(), part, depth)
                            .thenRunAsync(() -> putUnlessThere(manifest.get()), run.requests())
                    : blob(child, part).thenApply(outcome -> null);
        }

        private void putUnlessThere(Manifest child) {
            boolean shouldBeThere = target.before() == Before.THIS;
            if (!shouldBeThere || !onTarget(() -> target.repository().hasManifest(child.descriptor()))) {
                manifestPut.put(child, Optional.empty());
                changed.set(true);
            }
        }

        /** Worth a question only where an older image of the same tag may have left it. */
        private CompletableFuture<Boolean> isThereAlready(Descriptor child) {
            return target.before() == Before.SOMETHING_ELSE
                    ? CompletableFuture.supplyAsync(
                            () -> onTarget(() -> target.repository().hasManifest(child)), run.requests())
                    : CompletableFuture.completedFuture(false);
        }

        /**
         * The manifest that an index names. An entry of an unknown type may also name a blob (image specification,
         * image-index.md: unknown media types must not be an error); then this is empty.
         */
        private CompletableFuture<Optional<Manifest>> content(Descriptor child) {
            boolean surelyManifest =
                    child.mediaType().isImage() || child.mediaType().isIndex();
            return siblings.contents()
                    .computeIfAbsent(
                            child.digest(),
                            digest -> CompletableFuture.supplyAsync(
                                    () -> onSource(() -> source.manifest(child)), run.requests()))
                    .thenApply(Optional::of)
                    .exceptionally(thrown -> {
                        RuntimeException failure = Threads.unwrapped(thrown);
                        if (!surelyManifest
                                && failure instanceof CopyException copy
                                && copy.failure().cause().kind() == Kind.NOT_FOUND) {
                            return Optional.empty();
                        }
                        throw failure;
                    });
        }

        private CompletableFuture<Void> once(Digest digest, Supplier<CompletableFuture<Void>> work) {
            Stored key = new Stored(target.repository().location(), digest);
            CompletableFuture<Void> mine = new CompletableFuture<>();
            CompletableFuture<Void> known = stored.putIfAbsent(key, mine);
            if (known != null) {
                return known;
            }
            var unused = work.get().whenComplete((nothing, thrown) -> {
                if (thrown == null) {
                    mine.complete(null);
                } else {
                    // The next image that names it may have more luck.
                    stored.remove(key);
                    mine.completeExceptionally(thrown);
                }
            });
            return mine;
        }

        // ---- blobs ------------------------------------------------------------------------------------------------

        private CompletableFuture<BlobOutcome> blob(Descriptor blob, ImageMeter.Part part) {
            part.blobPlanned(blob);
            BlobIndex.Claim claim = claim(target, blob);
            if (claim.isOurs()) {
                List<Repository> together = new ArrayList<>();
                if (claim.waitFor().isEmpty()) {
                    together.add(target.repository());
                } else {
                    afterwards(claim, target, blob);
                }
                claimForSiblings(blob, together);
                if (!together.isEmpty()) {
                    run.executorFor(blob).execute(() -> transfer.copy(blob, together));
                }
            }
            return claim.result().thenApply(outcome -> {
                part.blobDone(blob);
                if (outcome == BlobOutcome.UPLOADED) {
                    changed.set(true);
                }
                return outcome;
            });
        }

        /** What is read for one target is read for all: their walks will find it claimed and wait. */
        private void claimForSiblings(Descriptor blob, List<Repository> together) {
            for (Target sibling : siblings.targets()) {
                if (!sibling.equals(target) && !together.contains(sibling.repository())) {
                    BlobIndex.Claim claim = claim(sibling, blob);
                    if (claim.isOurs() && claim.waitFor().isEmpty()) {
                        together.add(sibling.repository());
                    } else if (claim.isOurs()) {
                        afterwards(claim, sibling, blob);
                    }
                }
            }
        }

        private BlobIndex.Claim claim(Target claimant, Descriptor blob) {
            BlobIndex.Claim claim = run.blobs().claim(claimant.repository(), blob.digest());
            if (claim.isOurs()) {
                run.meter().blobPlanned(blob);
            }
            return claim;
        }

        /** Another repository of the same registry is getting the blob: mount it from there when it has arrived. */
        private void afterwards(BlobIndex.Claim claim, Target claimant, Descriptor blob) {
            var unused = claim.waitFor()
                    .orElseThrow()
                    .whenComplete((outcome, failure) ->
                            run.executorFor(blob).execute(() -> transfer.copy(blob, List.of(claimant.repository()))));
        }

        // ---- events -----------------------------------------------------------------------------------------------

        private void announcePlatforms(Manifest root) {
            if (root instanceof Index) {
                List<Platform> platforms = children(root, leftOut).stream()
                        .flatMap(child -> platform(child).stream())
                        .toList();
                run.announcer().announce(new SyncEvent.PlatformsFound(image, platforms));
            }
        }

        private void announceDone(Descriptor child) {
            run.announcer().announce(new SyncEvent.ManifestDone(image, child.digest(), child.platform()));
        }

        void announceDone(Manifest root, Optional<Platform> platform) {
            run.announcer()
                    .announce(
                            new SyncEvent.ManifestDone(image, root.descriptor().digest(), platform));
        }
    }

    /** The entries of an index that are copied. */
    static List<Descriptor> children(Manifest manifest, Set<Digest> leftOut) {
        return manifest.children().stream()
                .filter(child -> !leftOut.contains(child.digest()))
                .toList();
    }

    /** What an entry of an index is for. Attestations say that they are for an unknown one. */
    private static Optional<Platform> platform(Descriptor child) {
        return child.platform().filter(Platform::isKnown);
    }

    static <T> T onSource(Supplier<T> call) {
        return on(Side.SOURCE, call);
    }

    static <T> T onTarget(Supplier<T> call) {
        return on(Side.TARGET, call);
    }

    private static <T> T on(Side side, Supplier<T> call) {
        try {
            return call.get();
        } catch (RegistryException failure) {
            throw new CopyException(side, failure);
        }
    }
}
