package io.registrysync.sync;

import java.util.List;

/**
 * A repository on its way to others, by the names that people use.
 *
 * @param source  for example {@code docker.io/library/nginx}
 * @param targets for example {@code harbor.example.com/prod/nginx}; one or more
 */
public record RepositoryCopy(String source, List<String> targets) {
    /** Freezes the list. */
    public RepositoryCopy {
        targets = List.copyOf(targets);
    }
}
