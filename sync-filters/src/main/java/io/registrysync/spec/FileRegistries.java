package io.registrysync.spec;

import io.registrysync.oci.RegistryHost;
import io.registrysync.registry.Registry;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The registries of a sync file. Each is opened when a sync first needs it, once for all syncs with equal limits, and
 * closed with this. Not safe for use by several threads; the registries are.
 */
public final class FileRegistries implements Registries, AutoCloseable {
    private final Map<String, RegistrySpec> specs;
    private final Path folder;
    private final Map<String, String> environment;
    private final Function<String, Registry.Builder> opening;
    private final Consumer<String> warning;
    private final Map<Key, Registry> open = new HashMap<>();

    /** The same registry with other limits is another one. */
    private record Key(String address, Optional<String> name, Limits limits) {}

    /**
     * Opens nothing yet.
     *
     * @param specs       by the names that the syncs use
     * @param folder      where relative paths of the file begin
     * @param environment the variables that hold passwords
     * @param opening     begins to describe the registry at an address as the program reaches registries: with stored
     *     logins and the environment's proxy; what the file says comes on top
     * @param warning     is told of password files that others can read
     */
    public FileRegistries(
            Map<String, RegistrySpec> specs,
            Path folder,
            Map<String, String> environment,
            Function<String, Registry.Builder> opening,
            Consumer<String> warning) {
        this.specs = Map.copyOf(specs);
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        this.opening = opening;
        this.warning = warning;
    }

    @Override
    public Registry named(String name, Limits limits) {
        RegistrySpec spec = specs.get(name);
        if (spec == null) {
            throw new IllegalArgumentException("no registry " + Words.quote(name) + " is described");
        }
        return open.computeIfAbsent(
                new Key(spec.url(), Optional.of(name), limits.ofRegistry()), key -> open(name, spec, limits));
    }

    /** {@inheritDoc} One of the file with this address lends how it is reached, and its credentials first of all. */
    @Override
    public Registry at(RegistryHost host, Limits limits) {
        Optional<String> known = specs.entrySet().stream()
                .filter(entry -> RegistrySpec.hostOf(entry.getValue().url()).equals(host))
                .min(Map.Entry.<String, RegistrySpec>comparingByValue((one, other) -> Boolean.compare(
                                other.username().isPresent(), one.username().isPresent()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
        return known.isPresent()
                ? named(known.get(), limits)
                : open.computeIfAbsent(
                        new Key(host.name(), Optional.empty(), limits.ofRegistry()),
                        key -> limits.applyTo(opening.apply(host.name())).open());
    }

    private Registry open(String name, RegistrySpec spec, Limits limits) {
        try {
            Registry.Builder registry = opening.apply(spec.url());
            spec.credentials(folder, environment, warning).ifPresent(registry::credentials);
            if (spec.insecure()) {
                registry.insecure();
            }
            spec.ca().map(folder::resolve).ifPresent(registry::authority);
            spec.certificate()
                    .map(folder::resolve)
                    .ifPresent(file -> registry.clientCertificate(
                            file, folder.resolve(spec.key().orElseThrow())));
            spec.tokenServer().ifPresent(registry::tokenServer);
            spec.proxy().map(URI::create).ifPresent(registry::proxy);
            return limits.at(spec.concurrency(), spec.requestsPerSecond())
                    .applyTo(registry)
                    .open();
        } catch (IOException unreadable) {
            throw unusable(name, "the password file cannot be read: " + unreadable.getMessage(), unreadable);
        } catch (IllegalArgumentException wrong) {
            throw unusable(name, String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static RegistryException unusable(String name, String reason, Exception cause) {
        return RegistryException.of(Kind.CONFIGURATION, "open", "registry " + Words.quote(name), reason, cause);
    }

    @Override
    public void close() {
        open.values().forEach(Registry::close);
        open.clear();
    }
}
