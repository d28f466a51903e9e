package io.registrysync.filter;

import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.sync.TagFacts;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Facts for trying rules where no registry is asked: the names of tags are all that is known. Rules about when images
 * were made find no time; every tag counts as seen for the first time now.
 *
 * @param host       of the registry that is imagined, for example {@code docker.io}; globs for whole images go by it
 * @param repository whose tags they are
 * @param now        the time of the trial
 * @param warnings   gets what rules warn about, in one line each
 */
public record NamesOnly(String host, RepositoryName repository, Instant now, Consumer<String> warnings)
        implements TagFacts {
    @Override
    public String location() {
        return host + "/" + repository;
    }

    @Override
    public Map<Tag, Instant> created(Collection<Tag> tags) {
        return Map.of();
    }

    @Override
    public Map<Tag, Instant> pushed(Collection<Tag> tags) {
        return Map.of();
    }

    @Override
    public Map<Tag, Instant> firstSeen(Collection<Tag> tags) {
        return tags.stream().distinct().collect(Collectors.toMap(tag -> tag, tag -> now));
    }

    @Override
    public void warn(String text) {
        warnings.accept(text);
    }
}
