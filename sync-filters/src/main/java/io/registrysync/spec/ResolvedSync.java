package io.registrysync.spec;

import io.registrysync.oci.Platform;
import io.registrysync.oci.RegistryHost;
import io.registrysync.oci.RepositoryName;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import io.registrysync.registry.Retries;
import io.registrysync.spec.Target.CreateProject;
import io.registrysync.sync.Failure;
import io.registrysync.sync.IndexMode;
import io.registrysync.sync.Side;
import io.registrysync.sync.Sync;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A sync as it was described, with everything found that its description leaves open: which repositories there are, and
 * what they are called at the targets.
 *
 * <pre>{@code
 * try (ResolvedSync resolved = ResolvedSync.of(spec, registries, folder)) {
 *     SyncReport report = resolved.sync().run();
 * }
 * }</pre>
 *
 * <p>Finding that out reads names of repositories and nothing of the images; nothing is written. Not safe for use by
 * several threads.
 */
public final class ResolvedSync implements AutoCloseable {
    private final SyncSpec spec;
    private final Deque<OpenLayout> layouts = new ArrayDeque<>();
    private final List<Unresolved> unresolved = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private List<SyncPart> parts = List.of();
    private Sync sync = Sync.together(List.of());

    /**
     * A part of the sync about which nothing can be done.
     *
     * @param source  a registry, a project or a repository
     * @param target  the same
     * @param failure which side failed, and why
     */
    public record Unresolved(String source, String target, Failure failure) {}

    private ResolvedSync(SyncSpec spec) {
        this.spec = spec;
    }

    /**
     * Finds out what is left open. Blocks while registries are asked.
     *
     * @param folder where relative paths of layouts begin
     * @throws RegistryException where the sync cannot be meant: {@link Kind#CONFIGURATION} where two sources would be
     *     copied to one target, {@link Kind#NOT_FOUND} where there is nothing to copy; or where
     *     a registry or layout cannot be opened
     */
    public static ResolvedSync of(SyncSpec spec, Registries registries, Path folder) {
        return resolved(spec, resolved -> resolved.resolve(registries, folder));
    }

    /**
     * Takes up parts of a sync again. Nobody is asked.
     *
     * @param parts of this very description, between registries
     * @throws RegistryException where a registry cannot be opened
     */
    public static ResolvedSync of(SyncSpec spec, List<SyncPart> parts, Registries registries) {
        return resolved(spec, resolved -> resolved.takeUp(parts, registries));
    }

    private static ResolvedSync resolved(SyncSpec spec, Consumer<ResolvedSync> finding) {
        ResolvedSync resolved = new ResolvedSync(spec);
        try {
            finding.accept(resolved);
            return resolved;
        } catch (IllegalArgumentException wrong) {
            resolved.close();
            throw RegistryException.of(
                    Kind.CONFIGURATION, "name targets", resolved.name(), String.valueOf(wrong.getMessage()), wrong);
        } catch (RuntimeException failed) {
            resolved.close();
            throw failed;
        }
    }

    /** The description. */
    public SyncSpec spec() {
        return spec;
    }

    /**
     * What is to be copied, as the description says, without a listener. Works until this is closed. Without
     * {@link Sync#state} on a state that outlives it, rules such as a cool-down have nothing to go by.
     */
    public Sync sync() {
        return sync;
    }

    /** What {@link #sync()} consists of: each source repository with where it goes. */
    public List<SyncPart> parts() {
        return parts;
    }

    /** What is not in {@link #sync()}, because its list could not be read or its registry did not answer. */
    public List<Unresolved> unresolved() {
        return List.copyOf(unresolved);
    }

    /** What looks like a slip, one line each. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Ends the work with layouts and archives. An archive is complete only after this.
     *
     * @throws RegistryException where one could not be written
     */
    @Override
    public void close() {
        try (OpenLayout last = layouts.pollFirst()) {
            if (last != null) {
                close();
            }
        }
    }

    // ---- finding --------------------------------------------------------------------------------------------------

    private void resolve(Registries registries, Path folder) {
        List<Destination> destinations = destinations(registries, folder);
        SourceFinder finder = new SourceFinder(spec, registries, folder, layouts::push);
        List<Portion> portions = finder.find();
        warnings.addAll(finder.warnings());
        for (RegistryException failure : finder.failures()) {
            unresolved.add(
                    new Unresolved(failure.name(), label(spec.targets().get(0)), new Failure(Side.SOURCE, failure)));
        }
        if (portions.isEmpty() && unresolved.isEmpty()) {
            throw RegistryException.of(Kind.NOT_FOUND, "find repositories", name(), nothing(), null);
        }
        Map<Destination, Map<Portion, List<Repository>>> routes = new LinkedHashMap<>();
        destinations.forEach(destination -> routes.put(destination, destination.map(portions)));
        Routes.check(routes.values());
        describe(portions, routes);
    }

    private void takeUp(List<SyncPart> given, Registries registries) {
        List<Destination> destinations = destinations(registries, Path.of(""));
        Map<Destination, Map<Portion, List<Repository>>> routes = new LinkedHashMap<>();
        destinations.forEach(destination -> routes.put(destination, new LinkedHashMap<>()));
        List<Portion> portions = new ArrayList<>();
        for (SyncPart part : given) {
            for (Portion portion : portions(part, registries)) {
                portions.add(portion);
                part.goals().forEach(goal -> {
                    Destination destination = destinations.get(goal.target());
                    Objects.requireNonNull(routes.get(destination))
                            .computeIfAbsent(portion, none -> new ArrayList<>())
                            .add(destination.repository(portion, new RepositoryName(goal.repository())));
                });
            }
        }
        describe(portions, routes);
    }

    private List<Portion> portions(SyncPart part, Registries registries) {
        RegistryHost host = new RegistryHost(part.host());
        Repository repository = part.registry()
                .map(name -> registries.named(name, spec.limits()))
                .orElseGet(() -> registries.at(host, spec.limits()))
                .repository(part.repository());
        return part.images().isEmpty()
                ? List.of(Portion.of(repository, host, from -> TagFilters.select(spec, from)))
                : Portion.of(repository, host, part.images());
    }

    private void describe(List<Portion> portions, Map<Destination, Map<Portion, List<Repository>>> routes) {
        parts = portions.stream().map(portion -> part(portion, routes)).toList();
        Set<String> creating = creating(routes);
        sync = limited(Sync.together(Routes.syncs(portions, routes.values()).stream()
                        .map(this::described)
                        .toList()))
                .createProjects(target -> creating.contains(target.location()));
    }

    private SyncPart part(Portion portion, Map<Destination, Map<Portion, List<Repository>>> routes) {
        List<SyncPart.Goal> goals = new ArrayList<>();
        int target = 0;
        for (Map<Portion, List<Repository>> mapped : routes.values()) {
            for (Repository repository : mapped.getOrDefault(portion, List.of())) {
                goals.add(new SyncPart.Goal(target, repository.name().path()));
            }
            target++;
        }
        return new SyncPart(
                spec.source().registry(),
                portion.host().name(),
                portion.repository().name().path(),
                portion.names(),
                goals);
    }

    private String nothing() {
        return warnings.isEmpty()
                ? "there is nothing to copy"
                : "there is nothing to copy: " + String.join("; ", warnings);
    }

    private List<Destination> destinations(Registries registries, Path folder) {
        List<Destination> destinations = new ArrayList<>();
        for (Target target : spec.targets()) {
            if (target.layout().isPresent()) {
                OpenLayout layout = OpenLayout.writing(target.layout().get(), folder);
                layouts.push(layout);
                destinations.add(Destination.of(spec, target, layout));
            } else {
                destinations.add(Destination.of(
                        spec, target, registries.named(target.registry().orElseThrow(), spec.limits())));
            }
        }
        return destinations;
    }

    /** The locations of the repositories whose projects are made where they are missing. */
    private static Set<String> creating(Map<Destination, Map<Portion, List<Repository>>> routes) {
        return routes.entrySet().stream()
                .filter(route -> route.getKey().target().createProject() == CreateProject.PRIVATE)
                .flatMap(route -> route.getValue().values().stream())
                .flatMap(List::stream)
                .map(Repository::location)
                .collect(Collectors.toSet());
    }

    private static String label(Target target) {
        return target.layout()
                .orElseGet(() -> target.registry().orElseThrow()
                        + target.projects().stream()
                                .findFirst()
                                .map(project -> "/" + project)
                                .orElse(""));
    }

    private String name() {
        return "of the sync " + Words.quote(spec.name());
    }

    // ---- describing -----------------------------------------------------------------------------------------------

    private Sync described(Sync plain) {
        Sync described = spec.platforms().isEmpty()
                ? plain
                : plain.platforms(
                        spec.platforms().stream().map(Platform::parse).toList(),
                        switch (spec.index()) {
                            case REWRITE -> IndexMode.REWRITE;
                            case SPARSE -> IndexMode.SPARSE;
                            case ALL -> IndexMode.ALL;
                        });
        if (spec.referrers().copied()) {
            described = described.withReferrers(spec.referrers().artifactTypes().toArray(String[]::new));
        }
        return spec.digestTags() ? described.withDigestTags() : described;
    }

    private Sync limited(Sync together) {
        Limits limits = spec.limits();
        Sync limited = limits.concurrency().map(together::concurrency).orElse(together);
        limited = limits.bandwidth().map(limited::bandwidth).orElse(limited);
        limited = limits.retries()
                .map(Retries.DEFAULT::withLimit)
                .map(limited::retries)
                .orElse(limited);
        return spec.delete().enabled() ? limited.deleteGone(spec.delete().maxPercent()) : limited;
    }
}
