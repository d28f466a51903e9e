package io.registrysync.spec;

import io.registrysync.oci.RegistryHost;
import io.registrysync.registry.Registry;

/**
 * Where syncs find their registries, opened. Whoever implements this owns them; they stay open as long as a
 * {@link ResolvedSync} that was given them is in use.
 *
 * <p>Of the limits those count that a registry has: blobs and requests at a time, retries, timeout.
 */
public interface Registries {
    /**
     * The registry that syncs call so.
     *
     * @throws io.registrysync.registry.RegistryException where it cannot be opened
     */
    Registry named(String name, Limits limits);

    /**
     * The registry with this address, for images that name it themselves.
     *
     * @throws io.registrysync.registry.RegistryException where it cannot be opened
     */
    Registry at(RegistryHost host, Limits limits);
}
