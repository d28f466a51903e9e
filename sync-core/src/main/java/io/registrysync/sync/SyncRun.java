package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Manifest;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import io.registrysync.sync.PlannedImage.Action;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run under way. Safe for use by several threads. */
public final class SyncRun {
    /** So many images are worked on at once; the rest of the plan waits unread. */
    private static final int IMAGES_AT_ONCE = 64;

    private final Instant started = InstantSource.system().instant();
    private final Cancellation cancellation = new Cancellation();
    private final Meter meter = new Meter(System::nanoTime);
    private final Announcer announcer;
    private final Threads threads;
    private final GraphCopy graph;
    private final Repository source;
    private final List<ImageResult> results = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore images = new Semaphore(IMAGES_AT_ONCE);
    private final CompletableFuture<SyncReport> report = new CompletableFuture<>();

    private SyncRun(Sync sync) {
        this.announcer = new Announcer(sync.listeners(), meter);
        this.threads = new Threads(sync.settings());
        this.source = bound(sync.source());
        RunContext context = new RunContext(
                cancellation,
                sync.settings().retries(),
                new Throttle(sync.settings().bytesPerSecond(), System::nanoTime),
                meter,
                announcer,
                new BlobIndex(),
                threads.requests(),
                threads.transfers());
        this.graph = new GraphCopy(source, context);
    }

    /** Plans while it runs. */
    static SyncRun start(Sync sync) {
        SyncRun run = new SyncRun(sync);
        return run.begin(taker -> sync.planner(
                        run.cancellation, run.threads, notice -> run.announcer.announce(new SyncEvent.Noticed(notice)))
                .plan(taker));
    }

    /** Runs what was planned before. */
    static SyncRun start(Sync sync, Consumer<Consumer<PlannedImage>> plan) {
        return new SyncRun(sync).begin(plan);
    }

    /**
     * Waits for the end. Does not throw for failures of images; they are in the report.
     *
     * @throws RegistryException    where the source's tags could not be listed
     * @throws CancellationException where the waiting thread is interrupted; the run is cancelled then, and the
     *     interrupt status is set
     */
    public SyncReport await() {
        try {
            return report.get();
        } catch (InterruptedException interrupted) {
            cancel();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException failed) {
            throw GraphCopy.unwrapped(failed);
        }
    }

    /** Stops: connections are cut, open uploads are cancelled at the target, tags stay as they are. Returns at once. */
    public void cancel() {
        cancellation.cancel();
    }

    /** How far it is. */
    public SyncProgress progress() {
        return meter.snapshot();
    }

    private Repository bound(Repository repository) {
        return repository.within(cancellation, notice -> announcer.announce(new SyncEvent.Noticed(notice)));
    }

    private SyncRun begin(Consumer<Consumer<PlannedImage>> plan) {
        Thread coordinator = new Thread(() -> coordinate(plan), "registry-sync-run");
        coordinator.setDaemon(true);
        coordinator.start();
        return this;
    }

    /** From the plan to the report. */
    private void coordinate(Consumer<Consumer<PlannedImage>> plan) {
        Optional<RuntimeException> planFailed = Optional.empty();
        try {
            announcer.announce(new SyncEvent.RunStarted());
            plan.accept(this::take);
        } catch (CopyException failed) {
            planFailed = Optional.of(failed.failure().cause());
        } catch (CancellationException stopped) {
            // What was begun is counted below.
        } catch (RuntimeException failed) {
            planFailed = Optional.of(GraphCopy.unwrapped(failed)).filter(e -> !(e instanceof CancellationException));
        }
        images.acquireUninterruptibly(IMAGES_AT_ONCE);
        threads.close();
        SyncReport finished =
                new SyncReport(started, meter.snapshot(), List.copyOf(results), cancellation.isCancelled());
        announcer.finish(finished);
        planFailed.ifPresentOrElse(report::completeExceptionally, () -> report.complete(finished));
    }

    /** Takes one image of the plan; waits while enough are under way. */
    private void take(PlannedImage planned) {
        cancellation.check();
        planned.targets().forEach(target -> meter.imagePlanned());
        List<PlannedTarget> toCopy = new ArrayList<>();
        for (PlannedTarget target : planned.targets()) {
            switch (target.action()) {
                case KEEP -> finish(target, ImageResult.Status.UNCHANGED, planned.content(), Optional.empty());
                case FAIL -> finish(target, ImageResult.Status.FAILED, planned.content(), target.failure());
                case COPY, OVERWRITE -> toCopy.add(target);
            }
        }
        if (!toCopy.isEmpty()) {
            awaitRoom();
            var unused = copy(planned, toCopy).whenComplete((nothing, thrown) -> images.release());
        }
    }

    private void awaitRoom() {
        try {
            while (!images.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                cancellation.check();
            }
        } catch (InterruptedException interrupted) {
            throw new CancellationException("interrupted");
        }
    }

    private CompletableFuture<Void> copy(PlannedImage planned, List<PlannedTarget> toCopy) {
        List<Target> targets = toCopy.stream().map(this::target).toList();
        GraphCopy.Siblings siblings = new GraphCopy.Siblings(targets);
        CompletableFuture<Manifest> root =
                CompletableFuture.supplyAsync(() -> confirmedRoot(planned, toCopy), threads.requests());
        List<CompletableFuture<Void>> copies = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            PlannedTarget goal = toCopy.get(i);
            Target target = targets.get(i);
            copies.add(root.thenCompose(manifest -> graph.copy(goal.image(), manifest, target, siblings))
                    .handle((nothing, thrown) -> {
                        finish(goal, root.isCompletedExceptionally() ? planned.content() : descriptor(root), thrown);
                        return null;
                    }));
        }
        return CompletableFuture.allOf(copies.toArray(CompletableFuture[]::new));
    }

    private static Optional<Descriptor> descriptor(CompletableFuture<Manifest> root) {
        return Optional.of(root.join().descriptor());
    }

    /** The image's manifest, of which the source vouches that it is what the tag pointed to when it was planned. */
    private Manifest confirmedRoot(PlannedImage planned, List<PlannedTarget> toCopy) {
        Manifest root = GraphCopy.onSource(() -> root(planned));
        if (root.descriptor().mediaType().isSchema1()) {
            throw new CopyException(
                    Side.SOURCE,
                    RegistryException.of(
                            Kind.INVALID_CONTENT,
                            "copy",
                            planned.source(),
                            "this is an image of Docker's schema 1, which is no longer supported; rebuild or convert it",
                            null));
        }
        toCopy.forEach(target -> announcer.announce(
                new SyncEvent.ImageStarted(target.image(), root.descriptor().digest())));
        return root;
    }

    private Manifest root(PlannedImage planned) {
        try {
            return source.manifest(planned.content().orElseThrow());
        } catch (RegistryException failure) {
            boolean headWasWrong = failure.kind() == Kind.NOT_FOUND || failure.kind() == Kind.INVALID_CONTENT;
            if (planned.tag().isEmpty() || !headWasWrong) {
                throw failure;
            }
            // What the head of an answer said of the tag does not lead to its content; the content itself decides.
            return source.manifest(planned.tag().get());
        }
    }

    private Target target(PlannedTarget planned) {
        return new Target(bound(planned.repository()), planned.tag(), planned.action() == Action.OVERWRITE);
    }

    private void finish(PlannedTarget goal, Optional<Descriptor> content, @Nullable Throwable thrown) {
        if (thrown == null) {
            finish(goal, ImageResult.Status.COPIED, content, Optional.empty());
            return;
        }
        RuntimeException failure = GraphCopy.unwrapped(thrown);
        if (cancellation.isCancelled()) {
            finish(goal, ImageResult.Status.CANCELLED, content, Optional.empty());
        } else if (failure instanceof CopyException copy) {
            finish(goal, ImageResult.Status.FAILED, content, Optional.of(copy.failure()));
        } else {
            RegistryException unexpected = RegistryException.of(
                    Kind.UNAVAILABLE, "copy", goal.image().source(), "unexpected: " + failure, failure);
            finish(goal, ImageResult.Status.FAILED, content, Optional.of(new Failure(Side.SOURCE, unexpected)));
        }
    }

    private void finish(
            PlannedTarget goal, ImageResult.Status status, Optional<Descriptor> content, Optional<Failure> failure) {
        ImageResult result = new ImageResult(goal.image(), status, content.map(Descriptor::digest), failure);
        results.add(result);
        meter.imageDone(status);
        announcer.announce(new SyncEvent.ImageDone(result));
    }
}
