package io.registrysync.spring.web;

import org.jspecify.annotations.Nullable;

/** Versions of what people change at the same time. */
final class Versions {
    private Versions() {}

    /**
     * The version that a change is based on.
     *
     * @throws IllegalArgumentException where none is given
     */
    static int required(@Nullable Integer version) {
        if (version == null) {
            throw new IllegalArgumentException(
                    "version: missing; send the one that was read, so that nobody else's change gets lost");
        }
        return version;
    }
}
