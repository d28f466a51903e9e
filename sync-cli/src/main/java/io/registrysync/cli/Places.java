package io.registrysync.cli;

import io.registrysync.layout.DockerArchive;
import io.registrysync.layout.OciLayout;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Reference;
import io.registrysync.oci.RegistryHost;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Credentials;
import io.registrysync.registry.Registry;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * One side of a command: the registries, layouts and archives that it reads, or those that it writes to. Each is opened
 * once. Not safe for use by several threads.
 */
final class Places implements AutoCloseable {
    private final AccessOptions access;
    private final LimitOptions limits;
    private final Shell shell;
    private final boolean writes;
    private final boolean oneLogin;

    private Optional<Optional<Credentials.Basic>> login = Optional.empty();
    private final Map<RegistryHost, Registry> registries = new HashMap<>();
    private final Map<Path, OciLayout> layouts = new HashMap<>();
    private final Map<Path, DockerArchive> archives = new HashMap<>();

    private Places(AccessOptions access, LimitOptions limits, Shell shell, boolean writes, boolean oneLogin) {
        this.access = access;
        this.limits = limits;
        this.shell = shell;
        this.writes = writes;
        this.oneLogin = oneLogin;
    }

    /** What is read, and was named on the command line. */
    static Places reading(AccessOptions access, LimitOptions limits, Shell shell) {
        return new Places(access, limits, shell, false, false);
    }

    /** Sources, which a list may name: a login of the command line is for one registry among them. */
    static Places sources(AccessOptions access, LimitOptions limits, Shell shell) {
        return new Places(access, limits, shell, false, true);
    }

    /** Where is written to. */
    static Places writing(AccessOptions access, LimitOptions limits, Shell shell) {
        return new Places(access, limits, shell, true, false);
    }

    /**
     * Opens a repository. Asks a registry for nothing.
     *
     * @throws UsageException where options cannot be used
     * @throws EarlyFailure where a layout or an archive cannot be opened
     */
    Repository repository(Place place) throws IOException {
        if (place instanceof Place.InRegistry in) {
            return registry(in.host()).repository(in.repository());
        }
        if (place instanceof Place.InLayout in) {
            OciLayout layout = layout(in.file(), in.isArchive());
            return in.repository().map(layout::repository).orElseGet(layout::repository);
        }
        Place.InDockerArchive in = (Place.InDockerArchive) place;
        DockerArchive archive = archive(in.file());
        return in.name().map(archive::repository).orElseGet(archive::repository);
    }

    /** A registry, reached as the options of this side say. */
    Registry registry(RegistryHost host) throws IOException {
        if (login.isEmpty()) {
            // Standard input can be read once only.
            login = Optional.of(access.login(shell));
        }
        Optional<Credentials.Basic> given = login.get();
        Registry known = registries.get(host);
        if (known == null) {
            requireOneLogin(host, given);
            known = limits.limit(access.registry(host, given, shell)).open();
            registries.put(host, known);
        }
        return known;
    }

    /** A password goes to the registry that it is for, and not to every registry of a list. */
    private void requireOneLogin(RegistryHost host, Optional<Credentials.Basic> given) {
        if (oneLogin && given.isPresent() && !registries.isEmpty()) {
            Set<String> hosts = new TreeSet<>(List.of(host.name()));
            registries.keySet().forEach(other -> hosts.add(other.name()));
            throw new UsageException(
                    access.usernameName() + " is for one registry, but there are " + String.join(" and ", hosts),
                    "Log in to each with: " + RegistrySync.NAME + " login REGISTRY");
        }
    }

    /** The names of all repositories beneath a root. */
    List<RepositoryName> repositories(Root root) throws IOException {
        if (root instanceof Root.OfLayout in) {
            return layout(in.file(), in.isArchive()).repositories();
        }
        Root.OfRegistry in = (Root.OfRegistry) root;
        Registry registry = registry(in.host());
        return in.project()
                .map(project -> registry.repositories(project.path()))
                .orElseGet(registry::repositories)
                .toList();
    }

    /** The image that is meant where a layout or an archive is named alone: the only one, if there is only one. */
    ImageName completed(ImageName name) throws IOException {
        if (name.isImage()) {
            return name;
        }
        if (name.place() instanceof Place.InLayout in && in.repository().isEmpty()) {
            return onlyImage(name, in);
        }
        if (name.place() instanceof Place.InDockerArchive in && in.name().isEmpty()) {
            DockerArchive archive = archive(in.file());
            List<Reference> images = archive.images();
            if (images.size() != 1) {
                return byDigest(name, archive.onlyImage());
            }
            Reference only = images.get(0);
            return new ImageName(
                    new Place.InDockerArchive(in.file(), Optional.of(ImageName.withoutTag(only))),
                    only.tag(),
                    only.digest());
        }
        return name;
    }

    private ImageName onlyImage(ImageName name, Place.InLayout in) throws IOException {
        OciLayout layout = layout(in.file(), in.isArchive());
        List<RepositoryName> named = layout.repositories();
        List<Tag> tags = layout.repository().tags().toList();
        Place place = name.place();
        if (tags.isEmpty() && named.size() == 1) {
            place = new Place.InLayout(in.file(), in.isArchive(), Optional.of(named.get(0)));
            tags = layout.repository(named.get(0)).tags().toList();
        }
        return tags.size() == 1
                ? new ImageName(place, Optional.of(tags.get(0)), Optional.empty())
                : byDigest(name, layout.onlyImage());
    }

    private static ImageName byDigest(ImageName name, Optional<Descriptor> image) {
        return new ImageName(name.place(), name.tag(), image.map(Descriptor::digest));
    }

    private OciLayout layout(Path file, boolean isArchive) {
        return opened(() -> layouts.computeIfAbsent(file, path -> {
            if (writes) {
                return isArchive ? OciLayout.archive(path) : OciLayout.folder(path);
            }
            if (!isArchive && !Files.isDirectory(path)) {
                throw RegistryException.of(Kind.CONFIGURATION, "open", "oci:" + path, "there is no such folder", null);
            }
            return OciLayout.open(path);
        }));
    }

    private DockerArchive archive(Path file) {
        return opened(() ->
                archives.computeIfAbsent(file, path -> writes ? DockerArchive.create(path) : DockerArchive.open(path)));
    }

    private <T> T opened(Supplier<T> opening) {
        try {
            return opening.get();
        } catch (RegistryException unusable) {
            throw writes
                    ? EarlyFailure.atTarget(unusable.name(), unusable)
                    : EarlyFailure.atSource(unusable.name(), unusable);
        }
    }

    /**
     * Completes archives that were written, and cuts connections.
     *
     * @throws io.registrysync.registry.RegistryException where an archive could not be written
     */
    @Override
    public void close() {
        registries.values().forEach(Registry::close);
        registries.clear();
        // Each is taken out before it is closed, so that one that fails is not closed again.
        while (!layouts.isEmpty()) {
            layouts.remove(layouts.keySet().iterator().next()).close();
        }
        while (!archives.isEmpty()) {
            archives.remove(archives.keySet().iterator().next()).close();
        }
    }
}
