package io.registrysync.sync;

import io.registrysync.registry.Repository;
import io.registrysync.sync.PlannedImage.Action;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps images from target repositories whose project is missing: such a repository fails once, as a whole, like one
 * that cannot be listed.
 */
final class ProjectGuard implements Planner.Taker {
    private final Planner.Taker taker;
    private final Projects projects;
    /** Locations of targets of the current route of which it has been said that they fail. */
    private final Set<String> told = new HashSet<>();

    /** Hands on to {@code taker} what may be done. */
    ProjectGuard(Planner.Taker taker, Projects projects) {
        this.taker = taker;
        this.projects = projects;
    }

    @Override
    public void begin(Route route, int number) {
        told.clear();
        taker.begin(route, number);
        route.targets().stream().filter(projects::isClosed).forEach(target -> isKeptOut(route, target));
    }

    @Override
    public void take(PlannedImage image) {
        List<PlannedTarget> open = new ArrayList<>();
        for (PlannedTarget target : image.targets()) {
            boolean isWritten = target.action() == Action.COPY || target.action() == Action.OVERWRITE;
            boolean isOut = told.contains(target.repository().location())
                    || (isWritten && isKeptOut(image.route(), target.repository()));
            if (!isOut) {
                open.add(target);
            }
        }
        if (!open.isEmpty()) {
            taker.take(open.size() == image.targets().size() ? image : image.withTargets(open));
        }
    }

    @Override
    public void end(Route route) {
        taker.end(route);
    }

    /** Asks, and says it the first time. */
    private boolean isKeptOut(Route route, Repository target) {
        Optional<Failure> obstacle = projects.obstacle(target);
        if (obstacle.isPresent() && told.add(target.location())) {
            taker.take(PlannedImage.failed(route, Selection.Item.ALL, List.of(target), obstacle.get()));
        }
        return obstacle.isPresent();
    }
}
