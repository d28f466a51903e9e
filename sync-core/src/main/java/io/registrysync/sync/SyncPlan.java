package io.registrysync.sync;

import java.util.ArrayList;
import java.util.List;

/**
 * What a sync would do, image by image. Immutable; running it does exactly this, by digest, even if tags have moved
 * meanwhile.
 */
public final class SyncPlan {
    private final Sync sync;
    /** One list per route. */
    private final List<List<PlannedImage>> images;

    private SyncPlan(Sync sync, List<List<PlannedImage>> images) {
        this.sync = sync;
        this.images = images;
    }

    static SyncPlan of(Sync sync, Planner planner) {
        List<List<PlannedImage>> images = new ArrayList<>();
        planner.plan(new Planner.Taker() {
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
        });
        return new SyncPlan(sync, images);
    }

    /** The images, in the order of the selection. Those that could not be planned are among them. */
    public List<PlannedImage> images() {
        return images.stream().flatMap(List::stream).toList();
    }

    /** Whether running it would change nothing and nothing has failed. */
    public boolean isInSync() {
        return images().stream()
                .flatMap(image -> image.targets().stream())
                .allMatch(target -> switch (target.action()) {
                    case KEEP, SKIP -> true;
                    case COPY, OVERWRITE, FAIL -> false;
                });
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
