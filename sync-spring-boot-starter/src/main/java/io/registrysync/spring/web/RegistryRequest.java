package io.registrysync.spring.web;

import io.registrysync.store.RegistryEntry;
import io.registrysync.store.SecretChange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A registry as somebody wants it.
 *
 * @param version       of what was read; where one is changed
 * @param password      password or token; without one it stays as it is
 * @param clearPassword whether there is to be none any more
 */
record RegistryRequest(
        @Nullable Integer version,
        @Nullable String name,
        @Nullable String type,
        @Nullable String url,
        @Nullable String description,
        @Nullable String username,
        @Nullable String password,
        @Nullable Boolean clearPassword,
        @Nullable Boolean insecure,
        @Nullable String ca,
        @Nullable String tokenServer,
        @Nullable String proxy,
        @Nullable Integer concurrency,
        @Nullable Double requestsPerSecond,
        @Nullable Integer maxUnits,
        @Nullable Boolean enabled) {
    /**
     * What is to be stored.
     *
     * @param wasEnabled counts where nothing is said of it
     * @throws IllegalArgumentException where a value is wrong
     */
    RegistryEntry entry(boolean wasEnabled) {
        return new RegistryEntry(
                text(name).orElseThrow(() -> new IllegalArgumentException("name: a registry has a name")),
                text(type).orElse("generic"),
                text(url).orElseThrow(() -> new IllegalArgumentException("url: a registry has an address")),
                text(description).orElse(""),
                text(username),
                Boolean.TRUE.equals(insecure),
                text(ca),
                text(tokenServer),
                text(proxy),
                Optional.ofNullable(concurrency),
                Optional.ofNullable(requestsPerSecond),
                Optional.ofNullable(maxUnits),
                Optional.ofNullable(enabled).orElse(wasEnabled));
    }

    /** The same under a name that will do, where nothing is stored. */
    RegistryEntry unsaved() {
        return (text(name).isPresent() ? this : named("(unsaved)")).entry(true);
    }

    Optional<String> enteredPassword() {
        return Optional.ofNullable(password).filter(secret -> !secret.isEmpty());
    }

    SecretChange change() {
        return enteredPassword()
                .map(SecretChange::to)
                .orElse(Boolean.TRUE.equals(clearPassword) ? SecretChange.clear() : SecretChange.keep());
    }

    int requiredVersion() {
        return Versions.required(version);
    }

    private RegistryRequest named(String other) {
        return new RegistryRequest(
                version,
                other,
                type,
                url,
                description,
                username,
                password,
                clearPassword,
                insecure,
                ca,
                tokenServer,
                proxy,
                concurrency,
                requestsPerSecond,
                maxUnits,
                enabled);
    }

    private static Optional<String> text(@Nullable String text) {
        return Optional.ofNullable(text).filter(given -> !given.isBlank());
    }

    @Override
    public String toString() {
        return "RegistryRequest[name=" + name + ", url=" + url + ", password=***]";
    }
}
