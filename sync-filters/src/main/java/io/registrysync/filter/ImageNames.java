package io.registrysync.filter;

import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.sync.TagFacts;
import java.util.List;
import java.util.stream.Stream;

/**
 * The names under which people know the images of one repository: {@code nginx}, {@code library/nginx},
 * {@code docker.io/library/nginx}; each once.
 */
record ImageNames(List<String> repositories) {
    private static final String LIBRARY = "library/";

    static ImageNames of(TagFacts facts) {
        return of(facts.repository(), facts.location());
    }

    static ImageNames of(RepositoryName repository, String location) {
        String path = repository.path();
        return new ImageNames(Stream.of(
                        path.substring(path.lastIndexOf('/') + 1),
                        path.startsWith(LIBRARY) ? path.substring(LIBRARY.length()) : path,
                        path,
                        location)
                .distinct()
                .toList());
    }

    boolean anyMatches(Glob glob, Tag tag) {
        return repositories.stream().anyMatch(repository -> glob.matches(repository + ":" + tag));
    }
}
