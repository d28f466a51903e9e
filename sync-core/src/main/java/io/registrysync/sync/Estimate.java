package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.Platform;
import io.registrysync.oci.RepositoryName;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.Repository;
import io.registrysync.sync.PlannedImage.Action;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import io.registrysync.sync.PlannedImage.PlatformCost;
import io.registrysync.sync.PlatformSelection.Picked;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Finds out what the images of a plan take: reads their manifests, and asks the targets for their blobs. */
final class Estimate {
    private final RunContext run;
    private final Map<Place, CompletableFuture<Boolean>> asked = new HashMap<>();
    /** By registry and blob: the repositories that have it, or will have it by then. */
    private final Map<Content, Set<RepositoryName>> holders = new HashMap<>();

    private final Set<Digest> read = new HashSet<>();

    private record Place(String repository, Digest blob) {}

    private record Content(Object store, Digest blob) {}

    Estimate(RunContext run) {
        this.run = run;
    }

    /** The images of one route, with the costs of those that are to be copied. Failures to read leave out the cost. */
    List<PlannedImage> of(Route route, List<PlannedImage> images) {
        SourceImages source = new SourceImages(run.bound(route.source()), route.options(), run);
        List<CompletableFuture<Optional<Parts>>> parts = new ArrayList<>();
        for (PlannedImage image : images) {
            parts.add(
                    isCopied(image)
                            ? CompletableFuture.supplyAsync(() -> parts(source, image), run.requests())
                            : CompletableFuture.completedFuture(Optional.empty()));
        }
        for (int i = 0; i < images.size(); i++) {
            PlannedImage image = images.get(i);
            Threads.join(parts.get(i)).ifPresent(found -> ask(image, found));
        }
        List<PlannedImage> estimated = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            PlannedImage image = images.get(i);
            estimated.add(Threads.join(parts.get(i))
                    .map(found -> withCosts(image, found))
                    .orElse(image));
        }
        return estimated;
    }

    /**
     * What an image is made of.
     *
     * @param blobs     each once
     * @param platforms in whose image a blob was met first, where it was in that of a platform
     */
    private record Parts(Set<Digest> manifests, Map<Digest, Descriptor> blobs, Map<Digest, Platform> platforms) {}

    private static boolean isCopied(PlannedImage image) {
        return image.targets().stream().anyMatch(Estimate::isCopied);
    }

    private static boolean isCopied(PlannedTarget target) {
        return target.action() == Action.COPY || target.action() == Action.OVERWRITE;
    }

    private static Optional<Parts> parts(SourceImages source, PlannedImage image) {
        try {
            Manifest root = source.manifest(image.content().orElseThrow());
            if (!(source.pick(root) instanceof Picked.Content content)) {
                return Optional.empty();
            }
            Parts parts = new Parts(new HashSet<>(), new LinkedHashMap<>(), new HashMap<>());
            parts.manifests().add(root.descriptor().digest());
            collect(source, content.root(), content.leftOut(), Optional.empty(), parts);
            return Optional.of(parts);
        } catch (RegistryException unreadable) {
            return Optional.empty();
        }
    }

    private static void collect(
            SourceImages source, Manifest manifest, Set<Digest> leftOut, Optional<Platform> platform, Parts parts) {
        manifest.blobs().stream()
                .filter(blob -> !blob.mediaType().isNonDistributable())
                .forEach(blob -> {
                    if (parts.blobs().putIfAbsent(blob.digest(), blob) == null) {
                        platform.ifPresent(its -> parts.platforms().put(blob.digest(), its));
                    }
                });
        for (Descriptor child : manifest.children()) {
            boolean isManifest =
                    child.mediaType().isImage() || child.mediaType().isIndex();
            if (!leftOut.contains(child.digest())
                    && isManifest
                    && parts.manifests().add(child.digest())) {
                collect(
                        source,
                        source.manifest(child),
                        Set.of(),
                        child.platform().or(() -> platform),
                        parts);
            }
        }
    }

    /** Asks for all blobs at once, each at each place once. */
    private void ask(PlannedImage image, Parts parts) {
        image.targets().stream().filter(Estimate::isCopied).forEach(target -> {
            Repository repository = run.bound(target.repository());
            parts.blobs()
                    .values()
                    .forEach(blob -> asked.computeIfAbsent(
                            new Place(repository.location(), blob.digest()),
                            place -> CompletableFuture.supplyAsync(() -> has(repository, blob), run.requests())));
        });
    }

    /** A target that does not tell is taken to lack the blob. */
    private static boolean has(Repository repository, Descriptor blob) {
        try {
            return repository.hasBlob(blob);
        } catch (RegistryException unknown) {
            return false;
        }
    }

    private PlannedImage withCosts(PlannedImage image, Parts parts) {
        long manifests = parts.manifests().stream().filter(read::add).count();
        Set<Digest> moved = new HashSet<>();
        List<Map<Fate, Long>> bytes = new ArrayList<>();
        List<List<PlatformCost>> platforms = new ArrayList<>();
        for (PlannedTarget target : image.targets()) {
            Map<Fate, Long> sums = new EnumMap<>(Fate.class);
            Map<Platform, Map<Fate, Long>> byPlatform = new LinkedHashMap<>();
            if (isCopied(target)) {
                for (Descriptor blob : parts.blobs().values()) {
                    Fate fate = fate(target.repository(), blob);
                    sums.merge(fate, blob.size(), Long::sum);
                    Optional.ofNullable(parts.platforms().get(blob.digest()))
                            .ifPresent(platform -> byPlatform
                                    .computeIfAbsent(platform, first -> new EnumMap<>(Fate.class))
                                    .merge(fate, blob.size(), Long::sum));
                    if (fate == Fate.MOVED) {
                        moved.add(blob.digest());
                    }
                }
            }
            bytes.add(sums);
            platforms.add(platforms(byPlatform));
        }
        List<PlannedTarget> targets = new ArrayList<>();
        for (int i = 0; i < bytes.size(); i++) {
            PlannedTarget target = image.targets().get(i);
            targets.add(
                    isCopied(target)
                            ? target.withCost(cost(manifests + moved.size(), parts, bytes.get(i)), platforms.get(i))
                            : target);
        }
        return image.withTargets(targets);
    }

    private static Cost cost(long reads, Parts parts, Map<Fate, Long> bytes) {
        return new Cost(
                reads,
                parts.blobs().size(),
                bytes.getOrDefault(Fate.MOVED, 0L),
                bytes.getOrDefault(Fate.MOUNTED, 0L),
                bytes.getOrDefault(Fate.PRESENT, 0L));
    }

    private static List<PlatformCost> platforms(Map<Platform, Map<Fate, Long>> bytes) {
        return bytes.entrySet().stream()
                .map(each -> new PlatformCost(
                        each.getKey(),
                        each.getValue().getOrDefault(Fate.MOVED, 0L),
                        each.getValue().getOrDefault(Fate.MOUNTED, 0L),
                        each.getValue().getOrDefault(Fate.PRESENT, 0L)))
                .toList();
    }

    private enum Fate {
        MOVED,
        MOUNTED,
        PRESENT
    }

    private Fate fate(Repository target, Descriptor blob) {
        Set<RepositoryName> known = holders.computeIfAbsent(
                new Content(target.store(), blob.digest()),
                content -> new HashSet<>(run.memory().holders(target, blob.digest())));
        boolean willBeThere = known.contains(target.name());
        boolean isThere = Threads.join(asked.getOrDefault(
                new Place(target.location(), blob.digest()), CompletableFuture.completedFuture(false)));
        Fate fate = willBeThere || isThere ? Fate.PRESENT : known.isEmpty() ? Fate.MOVED : Fate.MOUNTED;
        known.add(target.name());
        return fate;
    }
}
