package io.registrysync.spring.web;

import org.jspecify.annotations.Nullable;

/**
 * A registry that is not saved yet, to be tried.
 *
 * @param id         of the one that it is to replace, whose password is used where none is entered and nothing changed that
 *     would show it to somebody else
 * @param repository where it is tried whether we may write
 */
record RegistryTestRequest(
        @Nullable Long id,
        @Nullable RegistryRequest registry,
        @Nullable String repository) {}
