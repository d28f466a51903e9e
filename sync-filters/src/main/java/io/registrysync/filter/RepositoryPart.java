package io.registrysync.filter;

import java.util.Optional;

/**
 * What a glob for {@code image:tag} says of the image alone.
 *
 * @param repository what stands before the colon of the tag; empty where no such colon can be told
 * @param tag        what stands behind it
 */
record RepositoryPart(Optional<Glob> repository, String tag) {
    static RepositoryPart of(String glob) {
        int colon = glob.lastIndexOf(':');
        // A tag has no slash; and within brackets a colon is one of several characters.
        boolean told = colon > 0 && glob.indexOf('/', colon) < 0 && glob.indexOf(']', colon) < 0;
        return told
                ? new RepositoryPart(Optional.of(Glob.ofImage(glob.substring(0, colon))), glob.substring(colon + 1))
                : new RepositoryPart(Optional.empty(), glob);
    }

    /** Whether some tag of the image may match. */
    boolean mayMatch(ImageNames names) {
        return repository.isEmpty()
                || names.repositories().stream()
                        .anyMatch(name -> repository.get().matches(name)
                                // Of "host:*" the star stands for port, path and tag.
                                || (name.indexOf(':') > 0 && repository.get().matches(name.replaceFirst(":.*", ""))));
    }

    /** Whether every tag of the image matches. */
    boolean takesAll(ImageNames names) {
        return repository.isPresent()
                && tag.matches("\\*+")
                && names.repositories().stream().anyMatch(repository.get()::matches);
    }
}
