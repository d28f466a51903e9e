package io.registrysync.sync;

import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Repository;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run under way. Safe for use by several threads. */
public final class SyncRun {
    /** So many images are worked on at once; the rest of the plan waits unread. */
    private static final int IMAGES_AT_ONCE = 64;

    private final Instant started = InstantSource.system().instant();
    private final Cancellation cancellation = new Cancellation();
    private final Meter meter = new Meter(System::nanoTime);
    private final List<Route> routes;
    private final RunSettings settings;
    private final Announcer announcer;
    private final Threads threads;
    private final RunContext context;
    private final Projects projects;
    private final List<ImageResult> results = Collections.synchronizedList(new ArrayList<>());
    private final List<TagDeletion> deletions = new ArrayList<>();
    private final Semaphore images = new Semaphore(IMAGES_AT_ONCE);
    private final CompletableFuture<SyncReport> report = new CompletableFuture<>();

    private SyncRun(Sync sync) {
        this.routes = sync.routes();
        this.settings = sync.settings();
        this.announcer = new Announcer(sync.listeners(), meter);
        this.threads = new Threads(sync.settings());
        this.context = RunContext.of(sync.settings(), started, cancellation, meter, announcer, threads);
        this.projects = Projects.creating(routes, context);
    }

    /** Plans while it runs. */
    static SyncRun start(Sync sync) {
        SyncRun run = new SyncRun(sync);
        return run.begin(new Planner(sync.routes(), run.context, run.projects)::plan);
    }

    /** Runs what was planned before. */
    static SyncRun start(Sync sync, SyncPlan plan) {
        return new SyncRun(sync).begin(plan::replay);
    }

    /**
     * Waits for the end. Does not throw for failures of images and repositories; they are in the report.
     *
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
            throw Threads.unwrapped(failed);
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

    private SyncRun begin(Consumer<Planner.Taker> plan) {
        Thread coordinator = new Thread(() -> coordinate(plan), "registry-sync-run");
        coordinator.setDaemon(true);
        coordinator.start();
        return this;
    }

    /** From the plan to the report. */
    private void coordinate(Consumer<Planner.Taker> plan) {
        Optional<RuntimeException> broken = Optional.empty();
        try {
            announcer.announce(new SyncEvent.RunStarted(routes.size()));
            plan.accept(new ProjectGuard(new Taker(), projects));
        } catch (CancellationException stopped) {
            // What was begun is counted below.
        } catch (RuntimeException unexpected) {
            broken = Optional.of(unexpected);
        }
        images.acquireUninterruptibly(IMAGES_AT_ONCE);
        if (broken.isEmpty()) {
            broken = deleteGone();
        }
        threads.close();
        SyncReport finished = new SyncReport(started, meter.snapshot(), results, deletions, cancellation.isCancelled());
        announcer.announce(new SyncEvent.RunFinished(finished));
        announcer.close();
        broken.ifPresentOrElse(report::completeExceptionally, () -> report.complete(finished));
    }

    /** Last of all, when it is known what has been copied. */
    private Optional<RuntimeException> deleteGone() {
        try {
            if (settings.maxDeletePercent().isPresent()) {
                cancellation.check();
                new Deletions(routes, settings.maxDeletePercent().get(), context).run(incomplete(), this::deleted);
            }
        } catch (CancellationException stopped) {
            // What was deleted until now is in the report.
        } catch (RuntimeException unexpected) {
            return Optional.of(unexpected);
        }
        return Optional.empty();
    }

    /** The target repositories that lack something that was to be copied there. */
    private Set<String> incomplete() {
        Set<String> names = new HashSet<>();
        synchronized (results) {
            for (ImageResult result : results) {
                if (result.status() == ImageResult.Status.FAILED) {
                    String target = result.image().target();
                    routes.stream()
                            .flatMap(route -> route.targets().stream())
                            .map(Repository::location)
                            .filter(name -> target.equals(name)
                                    || target.startsWith(name + ":")
                                    || target.startsWith(name + "@"))
                            .forEach(names::add);
                }
            }
        }
        return names;
    }

    private void deleted(TagDeletion deletion) {
        deletions.add(deletion);
        announcer.announce(new SyncEvent.TagDeleted(deletion));
    }

    /** Runs what the planner hands over. Used by the coordinator alone. */
    private final class Taker implements Planner.Taker {
        private @Nullable RouteRun current;

        @Override
        public void begin(Route route, int number) {
            current = new RouteRun(route, number, context, images, SyncRun.this::ended);
        }

        @Override
        public void take(PlannedImage image) {
            if (current != null) {
                current.take(image);
            }
        }

        @Override
        public void end(Route route) {
            if (current != null) {
                current.allTaken();
            }
        }
    }

    private void ended(ImageResult result) {
        results.add(result);
        meter.imageDone(result.status());
        announcer.announce(new SyncEvent.ImageDone(result));
    }
}
