package io.registrysync.sync;

import io.registrysync.registry.Repository;
import java.util.List;
import java.util.Set;

/**
 * One source repository, which of its images are copied, and to which repositories.
 *
 * @param targets  one or more
 * @param creating the locations of those targets whose projects are created where they are missing
 */
record Route(
        Repository source, Selection selection, List<Repository> targets, ImageOptions options, Set<String> creating) {
    Route {
        targets = List.copyOf(targets);
        creating = Set.copyOf(creating);
    }

    /** To one target. */
    Route(Repository source, Selection selection, Repository target) {
        this(source, selection, List.of(target), ImageOptions.DEFAULT, Set.of());
    }

    Route withTargets(List<Repository> newTargets) {
        return new Route(source, selection, newTargets, options, creating);
    }

    Route withOptions(ImageOptions newOptions) {
        return new Route(source, selection, targets, newOptions, creating);
    }

    Route creating(Set<String> locations) {
        return new Route(source, selection, targets, options, locations);
    }
}
