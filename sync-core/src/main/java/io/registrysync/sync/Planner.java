package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.Tag;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import io.registrysync.sync.PlannedImage.Action;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Finds out what is to be done: asks source and targets what their tags point to, and reads no content.
 *
 * <p>Works ahead of whoever takes the plan by a fixed number of images, so that its memory does not grow with their
 * number.
 */
final class Planner {
    private static final int AHEAD = 64;

    private final Repository source;
    private final List<Repository> targets;
    private final Selection selection;
    private final Executor executor;

    Planner(Repository source, List<Repository> targets, Selection selection, Executor executor) {
        this.source = source;
        this.targets = targets;
        this.selection = selection;
        this.executor = executor;
    }

    /** Plans one image after the other and hands each over, in order, on the calling thread. */
    void plan(Consumer<PlannedImage> taker) {
        Deque<CompletableFuture<PlannedImage>> ahead = new ArrayDeque<>();
        Iterator<Selection.Item> items = selection.items(source).iterator();
        while (hasNext(items)) {
            Selection.Item item = items.next();
            ahead.add(plan(item));
            if (ahead.size() > AHEAD) {
                taker.accept(ahead.remove().join());
            }
        }
        while (!ahead.isEmpty()) {
            taker.accept(ahead.remove().join());
        }
    }

    private static boolean hasNext(Iterator<Selection.Item> items) {
        try {
            return items.hasNext();
        } catch (RegistryException failure) {
            throw new CopyException(Side.SOURCE, failure);
        }
    }

    /** Asks both sides at once. */
    private CompletableFuture<PlannedImage> plan(Selection.Item item) {
        CompletableFuture<Found> atSource = CompletableFuture.supplyAsync(() -> lookAtSource(item), executor);
        List<CompletableFuture<Found>> atTargets = new ArrayList<>();
        for (Repository target : targets) {
            atTargets.add(CompletableFuture.supplyAsync(() -> lookAtTarget(target, item), executor));
        }
        return CompletableFuture.allOf(atTargets.toArray(CompletableFuture[]::new))
                .thenCombine(atSource, (nothing, found) -> planned(item, found, atTargets));
    }

    private PlannedImage planned(Selection.Item item, Found atSource, List<CompletableFuture<Found>> atTargets) {
        String name = source.location() + item.reference();
        if (atSource.content().isEmpty()) {
            return new PlannedImage(
                    name, item.soleTag(), Optional.empty(), failedEverywhere(name, item, atSource), atSource.failure());
        }
        List<PlannedTarget> planned = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            Found atTarget = atTargets.get(i).join();
            planned.add(new PlannedTarget(
                    image(name, targets.get(i), item, atSource.content().get().digest()),
                    targets.get(i),
                    item.targetTag(),
                    action(atSource.content().get(), atTarget),
                    atTarget.content(),
                    atTarget.failure()));
        }
        return new PlannedImage(name, item.soleTag(), atSource.content(), planned, Optional.empty());
    }

    private List<PlannedTarget> failedEverywhere(String name, Selection.Item item, Found atSource) {
        List<PlannedTarget> failed = new ArrayList<>();
        for (Repository target : targets) {
            String targetName =
                    target.location() + item.targetTag().map(tag -> ":" + tag).orElse("");
            failed.add(new PlannedTarget(
                    new SyncImage(name, targetName),
                    target,
                    item.targetTag(),
                    Action.FAIL,
                    Optional.empty(),
                    atSource.failure()));
        }
        return failed;
    }

    private static SyncImage image(String name, Repository target, Selection.Item item, Digest digest) {
        String reference = item.targetTag().map(tag -> ":" + tag).orElse("@" + digest);
        return new SyncImage(name, target.location() + reference);
    }

    private static Action action(Descriptor wanted, Found atTarget) {
        if (atTarget.failure().isPresent()) {
            return Action.FAIL;
        }
        return atTarget.content()
                .map(present -> present.digest().equals(wanted.digest()) ? Action.KEEP : Action.OVERWRITE)
                .orElse(Action.COPY);
    }

    // ---- asking ---------------------------------------------------------------------------------------------------

    private Found lookAtSource(Selection.Item item) {
        try {
            if (item.digest().isPresent()) {
                return Found.of(source.manifest(item.digest().get()).map(Manifest::descriptor))
                        .orMissing(source, item);
            }
            Tag tag = item.tag().orElseThrow();
            return Found.of(source.resolve(tag)).orMissing(source, item);
        } catch (RegistryException failure) {
            return Found.failed(Side.SOURCE, failure);
        }
    }

    private static Found lookAtTarget(Repository target, Selection.Item item) {
        try {
            if (item.targetTag().isEmpty()) {
                return Found.of(target.manifest(item.digest().orElseThrow()).map(Manifest::descriptor));
            }
            return Found.of(target.resolve(item.targetTag().get()));
        } catch (RegistryException failure) {
            // Some registries answer 403 for what does not exist yet; the push will tell.
            return failure.status() == 403 ? Found.of(Optional.empty()) : Found.failed(Side.TARGET, failure);
        }
    }

    /** What one side answered. */
    private record Found(Optional<Descriptor> content, Optional<Failure> failure) {
        static Found of(Optional<Descriptor> content) {
            return new Found(content, Optional.empty());
        }

        static Found failed(Side side, RegistryException failure) {
            return new Found(Optional.empty(), Optional.of(new Failure(side, failure)));
        }

        Found orMissing(Repository source, Selection.Item item) {
            return content.isPresent()
                    ? this
                    : failed(
                            Side.SOURCE,
                            RegistryException.of(
                                    Kind.NOT_FOUND,
                                    "resolve",
                                    source.location() + item.reference(),
                                    "not found",
                                    null));
        }
    }
}
