package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import io.registrysync.sync.PlannedImage.Action;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Finds out what is to be done: asks source and targets what their tags point to, and reads no content but what rules and
 * platforms demand.
 *
 * <p>Works ahead of whoever takes the plan by a fixed number of images and of repositories, so that its memory does not
 * grow with their number.
 */
final class Planner {
    private static final int IMAGES_AHEAD = 64;
    private static final int ROUTES_AHEAD = 8;

    private final List<Route> routes;
    private final RunContext run;
    private final Projects projects;

    Planner(List<Route> routes, RunContext run, Projects projects) {
        this.routes = routes;
        this.run = run;
        this.projects = projects;
    }

    /** Takes the plan, in order, on the thread that plans. */
    interface Taker {
        /** The images that follow are of this route. */
        void begin(Route route, int number);

        void take(PlannedImage image);

        /** All images of the route have been handed over. */
        void end(Route route);
    }

    void plan(Taker taker) {
        Deque<CompletableFuture<Opened>> ahead = new ArrayDeque<>();
        Iterator<Route> waiting = routes.iterator();
        for (int number = 1; number <= routes.size(); number++) {
            while (waiting.hasNext() && ahead.size() < ROUTES_AHEAD) {
                Route next = waiting.next();
                ahead.add(CompletableFuture.supplyAsync(() -> new Opened(next), run.listings()));
            }
            Opened opened = Threads.join(ahead.remove());
            taker.begin(opened.route, number);
            opened.plan(taker);
            taker.end(opened.route);
        }
    }

    /** A route whose first images are known. */
    private final class Opened {
        private final Route route;
        private final SourceImages images;
        private Iterator<Selection.Item> items = Collections.emptyIterator();
        private Optional<RegistryException> failure = Optional.empty();

        Opened(Route route) {
            this.route = route;
            this.images = new SourceImages(run.bound(route.source()), route.options(), run);
            if (isWanted()) {
                guarded(() -> {
                    items = route.selection().items(images).iterator();
                    return items.hasNext();
                });
            }
        }

        /**
         * Plans one image after the other, as long as there is a target for them. What has been listed is planned even if
         * the rest cannot be listed.
         */
        void plan(Taker taker) {
            Deque<CompletableFuture<PlannedImage>> ahead = new ArrayDeque<>();
            boolean any = hasNext();
            while (hasNext()) {
                ahead.add(new Question(route, images, items.next()).ask());
                if (ahead.size() > IMAGES_AHEAD) {
                    taker.take(Threads.join(ahead.remove()));
                }
            }
            while (!ahead.isEmpty()) {
                taker.take(Threads.join(ahead.remove()));
            }
            if (failure.isPresent()) {
                taker.take(unlisted(failure.get()));
            } else if (!any && isWanted()) {
                images.warn("nothing is selected of " + images.listed() + " tags");
            }
        }

        private boolean hasNext() {
            return failure.isEmpty() && isWanted() && guarded(() -> items.hasNext());
        }

        /** Whether there is a target to which its images can be written. */
        private boolean isWanted() {
            return !route.targets().stream().allMatch(projects::isClosed);
        }

        /** What fails ends the list of this repository, and of no other. */
        private boolean guarded(BooleanSupplier question) {
            try {
                return question.getAsBoolean();
            } catch (RegistryException failed) {
                failure = Optional.of(failed);
            } catch (CancellationException stopped) {
                throw stopped;
            } catch (RuntimeException broken) {
                String reason = broken instanceof IllegalArgumentException
                        ? String.valueOf(broken.getMessage())
                        : "the rules failed: " + broken;
                failure = Optional.of(
                        RegistryException.of(Kind.CONFIGURATION, "select tags", images.location(), reason, broken));
            }
            return false;
        }

        private PlannedImage unlisted(RegistryException failed) {
            return new Question(route, images, Selection.Item.ALL).failed(new Failure(Side.SOURCE, failed));
        }
    }

    /** What is to be done with one image. */
    private final class Question {
        private final Route route;
        private final SourceImages images;
        private final Selection.Item item;
        private final List<Repository> targets;

        Question(Route route, SourceImages images, Selection.Item item) {
            this.route = route;
            this.images = images;
            this.item = item;
            this.targets = route.targets().stream()
                    .filter(target -> !projects.isClosed(target))
                    .toList();
        }

        /** Asks all sides at once, but no target of which it is known that nothing can be written to it. */
        CompletableFuture<PlannedImage> ask() {
            CompletableFuture<AtSource> atSource = CompletableFuture.supplyAsync(this::lookAtSource, run.requests());
            List<CompletableFuture<AtTarget>> atTargets = new ArrayList<>();
            for (Repository target : targets) {
                atTargets.add(CompletableFuture.supplyAsync(() -> lookAtTarget(run.bound(target)), run.requests()));
            }
            return CompletableFuture.allOf(atTargets.toArray(CompletableFuture[]::new))
                    .thenCombine(
                            atSource,
                            (nothing, found) -> found.failure()
                                    .map(this::failed)
                                    .orElseGet(() -> planned(
                                            found,
                                            atTargets.stream()
                                                    .map(CompletableFuture::join)
                                                    .toList())));
        }

        private PlannedImage planned(AtSource found, List<AtTarget> atTargets) {
            List<PlannedTarget> planned = new ArrayList<>();
            for (int i = 0; i < atTargets.size(); i++) {
                planned.add(planned(targets.get(i), found, atTargets.get(i)));
            }
            return new PlannedImage(route, item, found.content(), planned, Optional.empty());
        }

        private PlannedTarget planned(Repository target, AtSource found, AtTarget atTarget) {
            Optional<Digest> wanted = found.written().digest();
            return new PlannedTarget(
                    PlannedImage.image(route, item, target, wanted),
                    target,
                    item.targetTag(),
                    action(wanted, atTarget),
                    atTarget.failure().isPresent() ? Optional.empty() : wanted,
                    atTarget.content(),
                    found.written().reason(),
                    atTarget.failure(),
                    Optional.empty(),
                    List.of());
        }

        private static Action action(Optional<Digest> wanted, AtTarget atTarget) {
            if (atTarget.failure().isPresent()) {
                return Action.FAIL;
            }
            if (wanted.isEmpty()) {
                return Action.SKIP;
            }
            return atTarget.content()
                    .map(present -> present.digest().equals(wanted.get()) ? Action.KEEP : Action.OVERWRITE)
                    .orElse(Action.COPY);
        }

        /** Nothing can be done anywhere. */
        PlannedImage failed(Failure failure) {
            return PlannedImage.failed(route, item, targets, failure);
        }

        // ---- asking -----------------------------------------------------------------------------------------------

        private AtSource lookAtSource() {
            try {
                Optional<Descriptor> content = item.digest().isPresent()
                        ? images.manifest(item.digest().get()).map(Manifest::descriptor)
                        : images.resolve(item.tag().orElseThrow());
                return content.map(found -> new AtSource(content, images.written(found), Optional.empty()))
                        .orElseGet(this::missing);
            } catch (RegistryException failure) {
                return AtSource.failed(failure);
            }
        }

        private AtSource missing() {
            if (route.selection().isListed()) {
                // It was listed a moment ago. That somebody deletes a tag is no failure.
                return new AtSource(
                        Optional.empty(),
                        new Memory.Written(Optional.empty(), "the source no longer has it"),
                        Optional.empty());
            }
            return AtSource.failed(RegistryException.of(
                    Kind.NOT_FOUND, "resolve", route.source().location() + item.reference(), "not found", null));
        }

        private AtTarget lookAtTarget(Repository target) {
            Supplier<Optional<Descriptor>> question = item.targetTag().isPresent()
                    ? () -> target.resolve(item.targetTag().get())
                    : () -> target.manifest(item.digest().orElseThrow()).map(Manifest::descriptor);
            try {
                return new AtTarget(question.get(), Optional.empty());
            } catch (RegistryException failure) {
                // Some registries answer 403 for what does not exist yet; the push will tell. Harbor answers 401 where
                // there is no such project.
                boolean mayBeMissing = failure.status() == 403
                        || (failure.kind() == Kind.ACCESS_DENIED && projects.wasMissing(target));
                return new AtTarget(
                        Optional.empty(),
                        mayBeMissing ? Optional.empty() : Optional.of(new Failure(Side.TARGET, failure)));
            }
        }
    }

    /**
     * What the source answered.
     *
     * @param written what a target has when it has the image
     */
    private record AtSource(Optional<Descriptor> content, Memory.Written written, Optional<Failure> failure) {
        static AtSource failed(RegistryException failure) {
            return new AtSource(
                    Optional.empty(),
                    new Memory.Written(Optional.empty(), ""),
                    Optional.of(new Failure(Side.SOURCE, failure)));
        }
    }

    /** What a target answered. */
    private record AtTarget(Optional<Descriptor> content, Optional<Failure> failure) {}
}
