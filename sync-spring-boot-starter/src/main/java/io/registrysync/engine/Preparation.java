package io.registrysync.engine;

import io.registrysync.registry.RegistryException;
import io.registrysync.spec.ResolvedSync;
import io.registrysync.spec.SyncPart;
import io.registrysync.spec.SyncSpec;
import io.registrysync.store.ImageOutcome;
import io.registrysync.store.StoredRegistry;
import io.registrysync.store.Unit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Cuts a sync into units. */
final class Preparation {
    private final SyncSpec spec;
    private final Map<String, StoredRegistry> registries;

    /** {@code registries} are all that are stored. */
    Preparation(SyncSpec spec, List<StoredRegistry> registries) {
        this.spec = spec;
        this.registries = registries.stream().collect(Collectors.toMap(StoredRegistry::name, Function.identity()));
    }

    /**
     * What a preparation found.
     *
     * @param warnings what looks like a slip
     */
    record Prepared(List<Unit.Draft> units, List<String> warnings) {}

    /**
     * Asks registries for names of repositories.
     *
     * @throws RegistryException where the sync cannot be meant
     */
    Prepared prepare(RegistryPool.Lease lease) {
        try (ResolvedSync resolved = ResolvedSync.of(spec, lease, Path.of(""))) {
            List<Unit.Draft> units = new ArrayList<>();
            if (spec.delete().enabled()) {
                // How much may be deleted is a share of everything, which nobody sees who has a part of it.
                units.add(unit(resolved.parts()));
            } else {
                resolved.parts().forEach(part -> units.add(unit(List.of(part))));
            }
            for (ResolvedSync.Unresolved part : resolved.unresolved()) {
                RegistryException cause = part.failure().cause();
                String hint = cause.hint().isEmpty() ? "" : " (" + cause.hint() + ")";
                units.add(new Unit.Draft(part.source(), part.target(), "", Set.of(), part.failure() + hint));
            }
            return new Prepared(units, resolved.warnings());
        }
    }

    private Unit.Draft unit(List<SyncPart> parts) {
        Set<String> targets = new LinkedHashSet<>();
        parts.forEach(part -> part.goals().forEach(goal -> targets.add(name(goal))));
        String source = parts.get(0).source() + (parts.size() > 1 ? " and " + (parts.size() - 1) + " more" : "");
        return new Unit.Draft(source, shortened(targets), SyncPart.write(parts), touched(parts), "");
    }

    private static String shortened(Set<String> names) {
        String shown = names.stream().limit(10).collect(Collectors.joining(", "));
        return names.size() > 10 ? shown + " and " + (names.size() - 10) + " more" : shown;
    }

    private String name(SyncPart.Goal goal) {
        return target(goal) + "/" + goal.repository();
    }

    private String target(SyncPart.Goal goal) {
        String name = spec.targets().get(goal.target()).registry().orElse("");
        StoredRegistry stored = registries.get(name);
        return stored == null ? name : RegistryPool.host(stored).name();
    }

    /** The stored registries that parts are read from and written to. */
    private Set<Long> touched(List<SyncPart> parts) {
        Set<Long> ids = new HashSet<>();
        for (SyncPart part : parts) {
            for (StoredRegistry stored : registries.values()) {
                boolean isSource = part.registry().isPresent()
                        ? part.registry().get().equals(stored.name())
                        : RegistryPool.host(stored).name().equals(part.host());
                boolean isTarget = part.goals().stream()
                        .anyMatch(goal ->
                                spec.targets().get(goal.target()).registry().equals(Optional.of(stored.name())));
                if (isSource || isTarget) {
                    ids.add(stored.id());
                }
            }
        }
        return ids;
    }

    // ---- repeating ------------------------------------------------------------------------------------------------

    /**
     * What of a unit is to be done again: the images that failed, at the targets where they did, or everything where it
     * failed as a whole.
     *
     * @param undone the images that are not done; none where that is not known by image
     */
    Unit.Draft again(Unit unit, List<ImageOutcome> undone) {
        List<SyncPart> parts = SyncPart.read(unit.part());
        if (unit.state() == Unit.State.CANCELLED || parts.size() != 1 || undone.isEmpty()) {
            return new Unit.Draft(unit.source(), unit.targets(), unit.part(), unit.registries(), "");
        }
        SyncPart part = parts.get(0);
        Set<String> images = new TreeSet<>();
        Set<SyncPart.Goal> goals = new LinkedHashSet<>();
        for (ImageOutcome image : undone) {
            String name = image.source()
                    .substring(Math.min(part.source().length(), image.source().length()));
            if (name.isEmpty()) {
                return unit(parts);
            }
            images.add(part.images().stream()
                    .filter(listed -> listed.contains(name))
                    .findFirst()
                    .orElse(name));
            part.goals().stream()
                    .filter(goal -> image.target().startsWith(name(goal) + ":")
                            || image.target().startsWith(name(goal) + "@"))
                    .forEach(goals::add);
        }
        return unit(List.of(part.only(images, goals.isEmpty() ? part.goals() : goals)));
    }
}
