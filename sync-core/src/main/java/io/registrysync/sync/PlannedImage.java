package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Platform;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Repository;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done with one image of the source. Immutable.
 *
 * <p>Where the tags of a repository could not be listed, or a target's project is missing, one of these stands for all of
 * them: it has neither tag nor content.
 */
public final class PlannedImage {
    private final Route route;
    private final Selection.Item item;
    private final Optional<Descriptor> content;
    private final List<PlannedTarget> targets;
    private final Optional<Failure> failure;

    PlannedImage(
            Route route,
            Selection.Item item,
            Optional<Descriptor> content,
            List<PlannedTarget> targets,
            Optional<Failure> failure) {
        this.route = route;
        this.item = item;
        this.content = content;
        this.targets = List.copyOf(targets);
        this.failure = failure;
    }

    /** Its name, for example {@code docker.io/library/nginx:1.25.3}. */
    public String source() {
        return route.source().location() + item.reference();
    }

    /** The tag that alone names it at the source; empty where a digest does. */
    public Optional<Tag> tag() {
        return item.soleTag();
    }

    /** What it is at the source, pinned when it was planned; empty where the source failed. */
    public Optional<Descriptor> content() {
        return content;
    }

    /** Where it goes. */
    public List<PlannedTarget> targets() {
        return targets;
    }

    /** Why the source failed. */
    public Optional<Failure> failure() {
        return failure;
    }

    /** One with which nothing can be done at these targets. */
    static PlannedImage failed(Route route, Selection.Item item, List<Repository> targets, Failure failure) {
        List<PlannedTarget> failed = targets.stream()
                .map(target -> new PlannedTarget(
                        image(route, item, target, Optional.empty()),
                        target,
                        item.targetTag(),
                        Action.FAIL,
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        Optional.of(failure),
                        Optional.empty(),
                        List.of()))
                .toList();
        Optional<Failure> atSource = Optional.of(failure).filter(reason -> reason.side() == Side.SOURCE);
        return new PlannedImage(route, item, Optional.empty(), failed, atSource);
    }

    static SyncImage image(Route route, Selection.Item item, Repository target, Optional<Digest> digest) {
        String reference = item.targetTag()
                .map(tag -> ":" + tag)
                .orElseGet(() -> digest.map(known -> "@" + known).orElse(""));
        return new SyncImage(route.source().location() + item.reference(), target.location() + reference);
    }

    PlannedImage withTargets(List<PlannedTarget> newTargets) {
        return new PlannedImage(route, item, content, newTargets, failure);
    }

    Route route() {
        return route;
    }

    /**
     * What is to be done at one target.
     *
     * @param image      the image and where it goes
     * @param repository where it goes
     * @param tag        the tag it gets there; empty: it is stored under its digest only
     * @param action     what is to be done
     * @param digest     what the target will have: the digest at the source, unless only some platforms of an index are
     *     copied; empty with {@link Action#FAIL} and {@link Action#SKIP}
     * @param previous   what the target's tag points to now
     * @param reason     why nothing is copied; empty except with {@link Action#SKIP}
     * @param failure    why nothing can be done; present exactly with {@link Action#FAIL}
     * @param cost       what copying takes; empty where nothing is copied, or where it was not asked for
     * @param platforms  the parts of it by platform, of those that are copied of an index; empty where {@code cost} is
     */
    public record PlannedTarget(
            SyncImage image,
            Repository repository,
            Optional<Tag> tag,
            Action action,
            Optional<Digest> digest,
            Optional<Descriptor> previous,
            String reason,
            Optional<Failure> failure,
            Optional<Cost> cost,
            List<PlatformCost> platforms) {
        /** Freezes the list. */
        public PlannedTarget {
            platforms = List.copyOf(platforms);
        }

        PlannedTarget withCost(Cost newCost, List<PlatformCost> newPlatforms) {
            return new PlannedTarget(
                    image,
                    repository,
                    tag,
                    action,
                    digest,
                    previous,
                    reason,
                    failure,
                    Optional.of(newCost),
                    newPlatforms);
        }
    }

    /**
     * What one platform of an index takes. What several of them share counts with the first one.
     *
     * @param bytesToMove    of blobs that have to be sent
     * @param bytesMountable of blobs that another repository of the target's registry has, or will have by then
     * @param bytesPresent   of blobs that the target repository has, or will have by then
     */
    public record PlatformCost(Platform platform, long bytesToMove, long bytesMountable, long bytesPresent) {}

    /** What is to be done at a target. */
    public enum Action {
        /** The target has no such tag yet. */
        COPY,
        /** The target's tag points to something else. */
        OVERWRITE,
        /** The target has it already. */
        KEEP,
        /** It is not copied: there is nothing in it for the selected platforms. */
        SKIP,
        /** Nothing can be done. */
        FAIL
    }
}
