package io.registrysync.spec;

import io.registrysync.filter.Collisions;
import io.registrysync.filter.RuleException;
import io.registrysync.registry.Repository;
import io.registrysync.sync.Sync;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of a sync goes where, over all of its targets. */
final class Routes {
    private Routes() {}

    /**
     * Looks whether two images would end in one place.
     *
     * @throws RuleException where they would, or where one would end where it is
     */
    static void check(Collection<Map<Portion, List<Repository>>> targets) {
        Collisions collisions = new Collisions();
        for (Map<Portion, List<Repository>> routes : targets) {
            routes.forEach((portion, repositories) -> {
                for (Repository repository : repositories) {
                    check(collisions, portion, repository);
                }
            });
        }
    }

    private static void check(Collisions collisions, Portion portion, Repository target) {
        String source = portion.repository().location();
        if (source.equals(target.location())) {
            throw new IllegalArgumentException(Words.quote(source)
                    + " would be copied to itself; name a project in the target, or other repositories in the source");
        }
        portion.images().forEach((image, name) -> collisions.add(source + image, target.location() + name));
    }

    /** A sync for each portion that has a target left; of equal targets the first one counts. */
    static List<Sync> syncs(List<Portion> portions, Collection<Map<Portion, List<Repository>>> targets) {
        List<Sync> syncs = new ArrayList<>();
        for (Portion portion : portions) {
            Map<String, Repository> repositories = new LinkedHashMap<>();
            targets.stream()
                    .flatMap(routes -> routes.getOrDefault(portion, List.of()).stream())
                    .forEach(repository -> repositories.putIfAbsent(repository.location(), repository));
            Optional<Sync> sync = Optional.empty();
            for (Repository repository : repositories.values()) {
                sync = Optional.of(sync.map(others -> others.andTo(repository))
                        .orElseGet(() -> portion.selected().to(repository)));
            }
            sync.ifPresent(syncs::add);
        }
        return syncs;
    }
}
