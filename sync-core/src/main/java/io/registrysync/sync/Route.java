package io.registrysync.sync;

import io.registrysync.registry.Repository;
import java.util.List;

/**
 * One source repository, which of its images are copied, and to which repositories.
 *
 * @param targets one or more
 */
record Route(Repository source, Selection selection, List<Repository> targets, ImageOptions options) {
    Route {
        targets = List.copyOf(targets);
    }
}
