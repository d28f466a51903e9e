package io.registrysync.spec;

import io.registrysync.filter.Flatten;
import io.registrysync.filter.NameMapping;
import io.registrysync.oci.RepositoryName;
import io.registrysync.registry.Registry;
import io.registrysync.registry.Repository;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One target of a sync.
 *
 * @param target   what the sync says of it
 * @param registry empty for a layout
 * @param layout   empty for a registry
 * @param names    what repositories are called there
 */
record Destination(Target target, Optional<Registry> registry, Optional<OpenLayout> layout, NameMapping names) {
    static Destination of(SyncSpec spec, Target target, Registry registry) {
        return new Destination(target, Optional.of(registry), Optional.empty(), names(spec, target));
    }

    static Destination of(SyncSpec spec, Target target, OpenLayout layout) {
        return new Destination(target, Optional.empty(), Optional.of(layout), names(spec, target));
    }

    /**
     * Where each portion goes.
     *
     * @throws io.registrysync.filter.RuleException where the name that the rules make is none
     */
    Map<Portion, List<Repository>> map(List<Portion> portions) {
        Map<Portion, List<Repository>> mapped = new LinkedHashMap<>();
        for (Portion portion : portions) {
            List<Repository> repositories = names.map(portion.repository().name()).stream()
                    .map(name -> repository(portion, name))
                    .toList();
            mapped.put(portion, repositories);
        }
        return mapped;
    }

    /** What a portion goes to, by its name. */
    Repository repository(Portion portion, RepositoryName name) {
        return registry.isPresent()
                ? registry.get().repository(name)
                : layout.orElseThrow().names().repository(portion.host(), name);
    }

    private static NameMapping names(SyncSpec spec, Target target) {
        MappingRules rules = spec.mapping();
        String[] projects = target.projects().toArray(String[]::new);
        if (target.repository().isPresent()) {
            return NameMapping.fixed(new RepositoryName(target.repository().get()))
                    .then(NameMapping.into(Flatten.NONE, projects));
        }
        if (projects.length > 0 && rules.equals(MappingRules.DEFAULT)) {
            return spec.source()
                    .project()
                    .map(project -> NameMapping.fromProject(project, projects))
                    .orElseGet(() -> NameMapping.into(Flatten.ONE, projects));
        }
        Stream<NameMapping> renames =
                rules.rename().stream().map(rename -> NameMapping.rename(rename.match(), rename.replace()));
        NameMapping place = NameMapping.into(rules.flatten().orElse(Flatten.NONE), projects);
        return Stream.concat(renames, Stream.of(place))
                .reduce(NameMapping::then)
                .orElseThrow();
    }
}
