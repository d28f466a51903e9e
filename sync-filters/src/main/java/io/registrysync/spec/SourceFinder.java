package io.registrysync.spec;

import io.registrysync.filter.Repositories;
import io.registrysync.filter.Tags;
import io.registrysync.oci.Reference;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Registry;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what a sync copies. Used by one thread. */
final class SourceFinder {
    private static final Tag LATEST = new Tag("latest");

    private final SyncSpec spec;
    private final Registries registries;
    private final Path folder;
    private final Consumer<OpenLayout> opened;
    private final List<RegistryException> failures = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Finds nothing yet; {@code opened} is told what is to be closed after the run. */
    SourceFinder(SyncSpec spec, Registries registries, Path folder, Consumer<OpenLayout> opened) {
        this.spec = spec;
        this.registries = registries;
        this.folder = folder;
        this.opened = opened;
    }

    /** What could not be opened or listed. What else was found counts nevertheless. */
    List<RegistryException> failures() {
        return List.copyOf(failures);
    }

    /** What looks like a slip. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Asks for no more than names of repositories. */
    List<Portion> find() {
        try {
            return portions();
        } catch (RegistryException unusable) {
            failures.add(unusable);
            return List.of();
        }
    }

    private List<Portion> portions() {
        if (spec.source().registry().isPresent()) {
            return inRegistry(registries.named(spec.source().registry().get(), spec.limits()));
        }
        return spec.source().layout().isPresent()
                ? inLayout(spec.source().layout().get())
                : spec.source().images().stream()
                        .map(Reference::parse)
                        .collect(Collectors.groupingBy(
                                image -> image.registry() + "/" + image.repository(),
                                LinkedHashMap::new,
                                Collectors.toList()))
                        .values()
                        .stream()
                        .flatMap(this::listed)
                        .toList();
    }

    // ---- a registry -----------------------------------------------------------------------------------------------

    private List<Portion> inRegistry(Registry registry) {
        Tags tags = TagFilters.of(spec);
        Set<RepositoryName> names = names(registry);
        List<Portion> portions = names.stream()
                .map(registry::repository)
                .filter(repository -> tags.mayPass(repository.name(), repository.location()))
                .map(repository -> Portion.of(repository, registry.host(), from -> TagFilters.select(spec, from)))
                .toList();
        if (portions.isEmpty() && !names.isEmpty()) {
            warnings.add("the globs of images leave out all " + names.size() + " repositories");
        }
        return portions;
    }

    private Set<RepositoryName> names(Registry registry) {
        Set<RepositoryName> names = new TreeSet<>();
        Optional<String> project = spec.source().project();
        if (spec.source().repositories().isEmpty()) {
            boolean listed = list(registry, project, name -> true, names);
            if (listed && names.isEmpty()) {
                warnings.add("there is no repository "
                        + project.map(name -> "below " + registry.host() + "/" + name)
                                .orElse("in " + registry.host()));
            }
        }
        String below = project.map(name -> name + "/").orElse("");
        Map<Optional<String>, List<String>> globs = new LinkedHashMap<>();
        for (String name : spec.source().repositories()) {
            if (Checks.isGlob(name)) {
                globs.computeIfAbsent(base(below + name), base -> new ArrayList<>())
                        .add(below + name);
            } else {
                names.add(new RepositoryName(below + name));
            }
        }
        globs.forEach((base, patterns) -> list(registry, base, patterns, names));
        return names;
    }

    private void list(Registry registry, Optional<String> base, List<String> globs, Set<RepositoryName> names) {
        Set<RepositoryName> found = new TreeSet<>();
        if (list(registry, base, Repositories.include(globs.toArray(String[]::new)), found)) {
            globs.stream()
                    .filter(glob -> found.stream().noneMatch(Repositories.include(glob)))
                    .forEach(glob ->
                            warnings.add("no repository of " + registry.host() + " matches " + Words.quote(glob)));
        }
        names.addAll(found);
    }

    /** Whether the list could be read to its end. */
    private boolean list(
            Registry registry, Optional<String> base, Predicate<RepositoryName> wanted, Set<RepositoryName> names) {
        try (Stream<RepositoryName> listed =
                base.isPresent() ? registry.repositories(base.get()) : registry.repositories()) {
            listed.filter(wanted).forEach(names::add);
            return true;
        } catch (RegistryException failed) {
            failures.add(failed);
            return false;
        }
    }

    /** The components in front that hold no wildcard: Docker Hub, for one, lists nothing but what is below a name. */
    private static Optional<String> base(String glob) {
        int end = -1;
        for (int slash = glob.indexOf('/'); slash >= 0; slash = glob.indexOf('/', slash + 1)) {
            if (Checks.isGlob(glob.substring(0, slash))) {
                break;
            }
            end = slash;
        }
        return end < 0 ? Optional.empty() : Optional.of(glob.substring(0, end));
    }

    // ---- a layout -------------------------------------------------------------------------------------------------

    private List<Portion> inLayout(String text) {
        OpenLayout layout = OpenLayout.reading(text, folder);
        opened.accept(layout);
        Tags tags = TagFilters.of(spec);
        List<OpenLayout.Held> repositories = layout.repositories().list();
        if (repositories.isEmpty() && layout.nameless().getAsInt() > 0) {
            // Where some have names, the list of those tells of the others.
            warnings.add("the images in " + text + " have no names; copy them by their digests");
        }
        return repositories.stream()
                .filter(held ->
                        tags.mayPass(held.repository().name(), held.repository().location()))
                .map(held -> Portion.of(held.repository(), held.host(), from -> TagFilters.select(spec, from)))
                .toList();
    }

    // ---- a list of images -----------------------------------------------------------------------------------------

    private Stream<Portion> listed(List<Reference> images) {
        Reference first = images.get(0);
        Repository repository = registries.at(first.registry(), spec.limits()).repository(first.repository());
        return Portion.of(
                repository,
                first.registry(),
                images.stream().map(SourceFinder::name).toList())
                .stream();
    }

    /** What tells it from other images of its repository. */
    private static String name(Reference image) {
        return image.digest().isPresent()
                ? image.tag().map(tag -> ":" + tag).orElse("") + "@"
                        + image.digest().get()
                : ":" + image.tag().orElse(LATEST);
    }
}
