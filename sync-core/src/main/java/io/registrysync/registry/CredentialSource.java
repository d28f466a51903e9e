package io.registrysync.registry;

import io.registrysync.oci.RegistryHost;

/** Finds the credentials for a registry. Implementations are safe for use by several threads and may block. */
@FunctionalInterface
public interface CredentialSource {
    /**
     * The credentials for exactly this registry, never those of a similar name.
     *
     * @return {@link Credentials#ANONYMOUS} where there are none
     * @throws RegistryException where a source exists but cannot be read
     */
    Credentials credentials(RegistryHost registry);

    /** Asks {@code next} for the registries that this source has nothing for. */
    default CredentialSource orElse(CredentialSource next) {
        return registry -> {
            Credentials found = credentials(registry);
            return found instanceof Credentials.Anonymous ? next.credentials(registry) : found;
        };
    }
}
