package io.registrysync.engine;

import io.registrysync.oci.RegistryHost;
import io.registrysync.registry.Credentials;
import io.registrysync.registry.Quota;
import io.registrysync.registry.Registry;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.spec.Limits;
import io.registrysync.spec.Registries;
import io.registrysync.spec.RegistrySpec;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.RegistryStore;
import io.registrysync.store.StoredRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The registries of a node, opened once for all that use them at the same time, so that they share their pace, their
 * connections and their tokens. One that was changed is opened anew for whoever comes next. Safe for use by several
 * threads.
 */
public final class RegistryPool implements AutoCloseable {
    private final RegistryStore store;
    private final Function<String, Registry.Builder> opening;
    private final Map<Key, Entry> open = new HashMap<>();

    /**
     * What makes two registries the same.
     *
     * @param id      0 for one that is not stored
     * @param version of what is stored
     * @param limits  those of a sync that its registries have
     */
    private record Key(long id, int version, String address, Limits limits) {}

    /** An open registry, and how many use it. */
    private static final class Entry {
        private final Registry registry;
        private int users;

        Entry(Registry registry) {
            this.registry = registry;
        }
    }

    /**
     * Opens nothing yet.
     *
     * @param opening begins to describe the registry at an address as the program reaches registries; what is stored comes
     *     on top
     */
    public RegistryPool(RegistryStore store, Function<String, Registry.Builder> opening) {
        this.store = store;
        this.opening = opening;
    }

    /** The use of registries until it is closed. Used by one thread; the registries are safe for several. */
    public Lease lease() {
        return new Lease();
    }

    /** See {@link #lease()}. */
    public final class Lease implements Registries, AutoCloseable {
        private final Map<Key, Registry> used = new HashMap<>();

        private Lease() {}

        /**
         * {@inheritDoc}
         *
         * @throws RegistryException where there is none with this name, or tasks may not use it now
         */
        @Override
        public Registry named(String name, Limits limits) {
            StoredRegistry stored = store.named(name)
                    .orElseThrow(() -> unusable(name, "there is no registry with this name any more", null));
            if (!stored.entry().enabled()) {
                throw unusable(name, "it is disabled; enable it, or use another one", null);
            }
            return stored(stored, limits);
        }

        /** {@inheritDoc} A stored one with this address lends how it is reached, one with a login first of all. */
        @Override
        public Registry at(RegistryHost host, Limits limits) {
            Optional<StoredRegistry> known = store.list().stream()
                    .filter(stored -> stored.entry().enabled() && host(stored).equals(host))
                    .max((one, other) -> Boolean.compare(one.hasPassword(), other.hasPassword()));
            return known.isPresent()
                    ? stored(known.get(), limits)
                    : use(
                            new Key(0, 0, host.name(), limits.ofRegistry()),
                            () -> limits.applyTo(opening.apply(host.name())).open());
        }

        /**
         * A stored one, whether tasks may use it or not; for people who look into it.
         *
         * @throws io.registrysync.store.StoreException where there is none
         */
        public Registry stored(long id) {
            return stored(store.get(id), Limits.NONE);
        }

        private Registry stored(StoredRegistry stored, Limits limits) {
            Key key = new Key(stored.id(), stored.version(), stored.entry().url(), limits.ofRegistry());
            return use(key, () -> open(stored, limits));
        }

        private Registry use(Key key, Supplier<Registry> opened) {
            return used.computeIfAbsent(key, unused -> enter(key, opened));
        }

        @Override
        public void close() {
            used.keySet().forEach(RegistryPool.this::leave);
            used.clear();
        }
    }

    private synchronized Registry enter(Key key, Supplier<Registry> opened) {
        Entry entry = open.computeIfAbsent(key, unused -> new Entry(opened.get()));
        entry.users++;
        return entry.registry;
    }

    /** Closes those that nobody uses and that have been changed. */
    private synchronized void leave(Key left) {
        Objects.requireNonNull(open.get(left)).users--;
        List<Key> stale = new ArrayList<>();
        open.forEach((key, entry) -> {
            boolean replaced =
                    open.keySet().stream().anyMatch(other -> other.id() == key.id() && other.version() > key.version());
            if (entry.users == 0 && replaced) {
                stale.add(key);
            }
        });
        stale.forEach(key -> Objects.requireNonNull(open.remove(key)).registry.close());
    }

    /**
     * Opens a registry for somebody who wants to know whether it works, stored or not. Nothing is tried again.
     *
     * @param silence after so much of it from the registry a request has failed
     * @return one that the caller closes
     * @throws RegistryException where it is described wrongly
     */
    public Registry trial(RegistryEntry entry, Optional<String> password, Duration silence) {
        Limits once =
                new Limits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(0), Optional.of(silence));
        return open(entry, password, once);
    }

    private Registry open(StoredRegistry stored, Limits limits) {
        return open(stored.entry(), store.password(stored.id()), limits);
    }

    private Registry open(RegistryEntry entry, Optional<String> password, Limits limits) {
        try {
            Registry.Builder registry = opening.apply(entry.url());
            password.ifPresent(secret ->
                    registry.credentials(Credentials.basic(entry.username().orElse(""), secret)));
            if (entry.insecure()) {
                registry.insecure();
            }
            entry.tokenServer().ifPresent(registry::tokenServer);
            entry.proxy().map(URI::create).ifPresent(registry::proxy);
            limits.at(entry.concurrency(), entry.requestsPerSecond()).applyTo(registry);
            return entry.ca().isPresent() ? withAuthority(registry, entry.ca().get()) : registry.open();
        } catch (IllegalArgumentException wrong) {
            throw unusable(entry.name(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** The certificate stands in the store, and the registry reads a file. */
    private static Registry withAuthority(Registry.Builder registry, String pem) {
        try {
            Path file = Files.createTempFile("registry-sync-ca", ".pem");
            try {
                Files.writeString(file, pem);
                return registry.authority(file).open();
            } finally {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What a stored registry has last told this node of how much it lets us have; empty where it has told nothing. */
    public synchronized Optional<Quota> quota(StoredRegistry stored) {
        return open.entrySet().stream()
                .filter(each ->
                        each.getKey().id() == stored.id() && each.getKey().version() == stored.version())
                .flatMap(each -> each.getValue().registry.quota().stream())
                .max(Comparator.comparing(Quota::at));
    }

    /** What references to a stored registry begin with. */
    public static RegistryHost host(StoredRegistry stored) {
        return RegistrySpec.hostOf(stored.entry().url());
    }

    private static RegistryException unusable(String name, String reason, @Nullable Exception cause) {
        return RegistryException.of(Kind.CONFIGURATION, "open", "registry " + name, reason, cause);
    }

    @Override
    public synchronized void close() {
        open.values().forEach(entry -> entry.registry.close());
        open.clear();
    }
}
