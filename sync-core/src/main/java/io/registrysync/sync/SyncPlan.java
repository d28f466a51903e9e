package io.registrysync.sync;

import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Repository;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a sync would do, image by image. Immutable; running it does exactly this, by digest, even if tags have moved
 * meanwhile.
 */
public final class SyncPlan {
    private final Sync sync;
    /** One list per route. */
    private final List<List<PlannedImage>> images;

    private final List<String> missingProjects;
    private final List<TagDeletion> deletions;

    private SyncPlan(
            Sync sync, List<List<PlannedImage>> images, List<String> missingProjects, List<TagDeletion> deletions) {
        this.sync = sync;
        this.images = List.copyOf(images);
        this.missingProjects = List.copyOf(missingProjects);
        this.deletions = List.copyOf(deletions);
    }

    static SyncPlan of(Sync sync, RunContext context) {
        List<List<PlannedImage>> images = new ArrayList<>();
        Planner.Taker collector = new Planner.Taker() {
            @Override
            public void begin(Route route, int number) {
                images.add(new ArrayList<>());
            }

            @Override
            public void take(PlannedImage image) {
                images.get(images.size() - 1).add(image);
            }

            @Override
            public void end(Route route) {}
        };
        Projects projects = Projects.planning(sync.routes(), context);
        new Planner(sync.routes(), context, projects).plan(new ProjectGuard(collector, projects));
        List<TagDeletion> deletions = sync.settings()
                .maxDeletePercent()
                .map(percent -> new Deletions(sync.routes(), percent, context).plan(absent(sync.routes(), projects)))
                .orElse(List.of());
        return new SyncPlan(sync, images, projects.created(), deletions);
    }

    private static Set<String> absent(List<Route> routes, Projects projects) {
        return routes.stream()
                .flatMap(route -> route.targets().stream())
                .filter(projects::isKnownMissing)
                .map(Repository::location)
                .collect(Collectors.toSet());
    }

    /**
     * The same plan with the {@linkplain PlannedImage.PlannedTarget#cost() cost} of each image that is to be copied.
     * Reads their manifests, which registries with a quota count, and asks the targets for their blobs.
     *
     * @throws java.util.concurrent.CancellationException where {@code cancellation} was thrown
     */
    public SyncPlan withCosts(Cancellation cancellation) {
        return sync.within(cancellation, context -> {
            Estimate estimate = new Estimate(context);
            List<List<PlannedImage>> estimated = new ArrayList<>();
            for (int i = 0; i < images.size(); i++) {
                estimated.add(estimate.of(sync.routes().get(i), images.get(i)));
            }
            return new SyncPlan(sync, estimated, missingProjects, deletions);
        });
    }

    /**
     * Describes how to read everything that the targets have already, as {@link PlannedImage.Action#KEEP} says, and to
     * check every byte of it. Running it changes nothing; what fails is damaged.
     */
    public Sync verification() {
        Map<String, Repository> repositories = new LinkedHashMap<>();
        Map<String, List<Selection.Item>> kept = new HashMap<>();
        for (PlannedImage image : images()) {
            for (PlannedImage.PlannedTarget target : image.targets()) {
                if (target.action() == PlannedImage.Action.KEEP) {
                    String name = target.repository().location();
                    repositories.putIfAbsent(name, target.repository());
                    kept.computeIfAbsent(name, first -> new ArrayList<>())
                            .add(new Selection.Item(target.tag(), target.digest(), target.tag()));
                }
            }
        }
        List<Sync> parts = new ArrayList<>();
        repositories.forEach(
                (name, repository) -> parts.add(Sync.reading(repository, kept.getOrDefault(name, List.of()))));
        return Sync.together(parts);
    }

    /** The images, in the order of the selection. Those that could not be planned are among them. */
    public List<PlannedImage> images() {
        return images.stream().flatMap(List::stream).toList();
    }

    /** The projects that a run creates, each with its registry; empty unless {@linkplain Sync#createProjects} says so. */
    public List<String> missingProjects() {
        return missingProjects;
    }

    /** The tags that are gone from the sources and would be deleted; empty unless that was asked for. */
    public List<TagDeletion> deletions() {
        return deletions;
    }

    /** Whether running it would change nothing and nothing has failed. */
    public boolean isInSync() {
        return images().stream()
                        .flatMap(image -> image.targets().stream())
                        .allMatch(target -> switch (target.action()) {
                            case KEEP, SKIP -> true;
                            case COPY, OVERWRITE, FAIL -> false;
                        })
                && deletions.isEmpty();
    }

    /** Starts to run it. Returns at once. */
    public SyncRun start() {
        return SyncRun.start(sync, this);
    }

    /** Runs it and waits for the end. Failures of images are in the report, not thrown. */
    public SyncReport run() {
        return start().await();
    }

    /** Hands the images over as the planner did. */
    void replay(Planner.Taker taker) {
        for (int number = 1; number <= images.size(); number++) {
            Route route = sync.routes().get(number - 1);
            taker.begin(route, number);
            images.get(number - 1).forEach(taker::take);
            taker.end(route);
        }
    }
}
