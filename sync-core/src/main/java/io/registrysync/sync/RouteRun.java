package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import io.registrysync.sync.ImageResult.Status;
import io.registrysync.sync.PlannedImage.Action;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import io.registrysync.sync.PlatformSelection.Picked;
import io.registrysync.sync.Target.Before;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The part of a run that is about one source repository. Takes its images on one thread. */
final class RouteRun {
    private final RepositoryCopy names;
    private final RunContext run;
    private final Semaphore room;
    private final Consumer<ImageResult> results;
    private final Repository source;
    private final SourceImages images;
    private final ImageOptions options;
    private final GraphCopy graph;
    private final Attachments attachments;
    /** Images under way, and one more until all have been taken. */
    private final AtomicInteger unfinished = new AtomicInteger(1);

    /**
     * Begins.
     *
     * @param number  of the route, counted from 1
     * @param room    one permit per image under way, over all routes
     * @param results hears how each image ended, on any thread
     */
    RouteRun(Route route, int number, RunContext run, Semaphore room, Consumer<ImageResult> results) {
        this.names = new RepositoryCopy(
                route.source().location(),
                route.targets().stream().map(Repository::location).toList());
        this.run = run;
        this.room = room;
        this.results = results;
        this.source = run.bound(route.source());
        this.images = new SourceImages(source, route.options(), run);
        this.options = route.options();
        this.graph = new GraphCopy(source, run);
        this.attachments = new Attachments(source, images, options, graph);
        run.announcer().announce(new SyncEvent.RepositoryStarted(names, number));
    }

    /** Takes one image of the plan; waits while enough are under way. */
    void take(PlannedImage planned) {
        run.cancellation().check();
        planned.targets().forEach(target -> run.meter().imagePlanned());
        List<PlannedTarget> goals = new ArrayList<>();
        for (PlannedTarget target : planned.targets()) {
            switch (target.action()) {
                case KEEP -> {
                    if (options.deep() || options.takesAttachments()) {
                        goals.add(target);
                    } else {
                        end(target, Status.UNCHANGED, planned);
                    }
                }
                case SKIP -> end(target, Status.SKIPPED, planned);
                case FAIL -> end(target, Status.FAILED, planned);
                case COPY, OVERWRITE -> goals.add(target);
            }
        }
        if (!goals.isEmpty()) {
            awaitRoom();
            unfinished.incrementAndGet();
            var unused = copy(planned, goals).whenComplete((nothing, thrown) -> {
                room.release();
                imageOver();
            });
        }
    }

    /** There are no more images. */
    void allTaken() {
        imageOver();
    }

    private void imageOver() {
        if (unfinished.decrementAndGet() == 0) {
            run.announcer().announce(new SyncEvent.RepositoryDone(names));
        }
    }

    private void awaitRoom() {
        try {
            while (!room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                run.cancellation().check();
            }
        } catch (InterruptedException interrupted) {
            throw new CancellationException("interrupted");
        }
    }

    // ---- one image --------------------------------------------------------------------------------------------

    /** An image whose content is confirmed, and what of it is copied. */
    private record Confirmed(Descriptor content, Picked picked) {}

    private CompletableFuture<Void> copy(PlannedImage planned, List<PlannedTarget> goals) {
        List<Target> targets = goals.stream().map(this::target).toList();
        GraphCopy.Siblings siblings = new GraphCopy.Siblings(targets);
        CompletableFuture<Confirmed> confirmed =
                CompletableFuture.supplyAsync(() -> confirm(planned, goals), run.requests());
        List<CompletableFuture<Void>> copies = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            PlannedTarget goal = goals.get(i);
            Target target = targets.get(i);
            copies.add(confirmed
                    .thenCompose(image -> copy(goal, image, target, siblings))
                    .handle((result, thrown) -> {
                        results.accept(thrown == null ? result : failed(goal, planned, thrown));
                        return null;
                    }));
        }
        return CompletableFuture.allOf(copies.toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<ImageResult> copy(
            PlannedTarget goal, Confirmed image, Target target, GraphCopy.Siblings siblings) {
        Optional<Digest> digest = Optional.of(image.content().digest());
        if (!(image.picked() instanceof Picked.Content content)) {
            // What was remembered of it was wrong.
            String reason = ((Picked.Nothing) image.picked()).reason();
            return CompletableFuture.completedFuture(
                    new ImageResult(goal.image(), Status.SKIPPED, digest, Optional.empty(), reason, Optional.empty()));
        }
        Optional<Digest> written = Optional.of(content.root().descriptor().digest());
        Attachments.Subject subject =
                new Attachments.Subject(goal.image(), image.content(), content.root(), content.leftOut(), target);
        CompletableFuture<Boolean> changed = goal.action() == Action.KEEP
                ? repair(subject, siblings).thenCombine(attach(subject), (repaired, attached) -> repaired || attached)
                : graph.copy(goal.image(), content.root(), content.leftOut(), target, siblings, () -> attach(subject))
                        .thenApply(nothing -> true);
        return changed.thenApply(any -> new ImageResult(
                goal.image(), any ? Status.COPIED : Status.UNCHANGED, digest, written, "", Optional.empty()));
    }

    /** Sends what is missing beneath a tag that is right. */
    private CompletableFuture<Boolean> repair(Attachments.Subject subject, GraphCopy.Siblings siblings) {
        return options.deep()
                ? graph.repair(subject.image(), subject.root(), subject.leftOut(), subject.target(), siblings)
                : CompletableFuture.completedFuture(false);
    }

    /** Brings along what belongs to the image. */
    private CompletableFuture<Boolean> attach(Attachments.Subject subject) {
        return options.takesAttachments()
                ? CompletableFuture.supplyAsync(() -> attachments.copy(subject), run.listings())
                : CompletableFuture.completedFuture(false);
    }

    private Target target(PlannedTarget planned) {
        Before before = switch (planned.action()) {
            case OVERWRITE -> Before.SOMETHING_ELSE;
            case KEEP -> Before.THIS;
            default -> Before.NOTHING;
        };
        return new Target(run.bound(planned.repository()), planned.tag(), before);
    }

    private Confirmed confirm(PlannedImage planned, List<PlannedTarget> goals) {
        return GraphCopy.onSource(() -> {
            Manifest root = read(planned);
            if (root.descriptor().mediaType().isSchema1()) {
                throw RegistryException.of(
                        Kind.INVALID_CONTENT,
                        "copy",
                        planned.source(),
                        "this is an image of Docker's schema 1, which is no longer supported; rebuild or convert it",
                        null);
            }
            goals.stream()
                    .filter(goal -> goal.action() != Action.KEEP)
                    .forEach(goal -> run.announcer()
                            .announce(new SyncEvent.ImageStarted(
                                    goal.image(), root.descriptor().digest())));
            return new Confirmed(root.descriptor(), images.pick(root));
        });
    }

    /** The image's manifest, of which the source vouches that it is what the tag pointed to when it was planned. */
    private Manifest read(PlannedImage planned) {
        try {
            return images.manifest(planned.content().orElseThrow());
        } catch (RegistryException failure) {
            boolean headWasWrong = failure.kind() == Kind.NOT_FOUND || failure.kind() == Kind.INVALID_CONTENT;
            if (planned.tag().isEmpty() || !headWasWrong) {
                throw failure;
            }
            // What the head of an answer said of the tag does not lead to its content; the content itself decides.
            return source.manifest(planned.tag().get());
        }
    }

    // ---- results ------------------------------------------------------------------------------------------------

    /** An image of which nothing needs to be copied, or nothing can be. */
    private void end(PlannedTarget goal, Status status, PlannedImage planned) {
        results.accept(new ImageResult(
                goal.image(),
                status,
                planned.content().map(Descriptor::digest),
                status == Status.UNCHANGED ? goal.digest() : Optional.empty(),
                goal.reason(),
                goal.failure()));
    }

    private ImageResult failed(PlannedTarget goal, PlannedImage planned, Throwable thrown) {
        Optional<Failure> failure = run.cancellation().isCancelled()
                ? Optional.empty()
                : Optional.of(failure(goal, Threads.unwrapped(thrown)));
        return new ImageResult(
                goal.image(),
                failure.isPresent() ? Status.FAILED : Status.CANCELLED,
                planned.content().map(Descriptor::digest),
                Optional.empty(),
                "",
                failure);
    }

    private static Failure failure(PlannedTarget goal, RuntimeException thrown) {
        return thrown instanceof CopyException copy
                ? copy.failure()
                : new Failure(
                        Side.SOURCE,
                        RegistryException.of(
                                Kind.UNAVAILABLE, "copy", goal.image().source(), "unexpected: " + thrown, thrown));
    }
}
