package io.registrysync.cli;

import io.registrysync.oci.Digest;
import io.registrysync.oci.Reference;
import io.registrysync.oci.Tag;
import io.registrysync.sync.Sync;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code copy} is asked for, before any registry is asked.
 *
 * @param source    the repository that is read; tag and digest of it are in {@code selection}
 * @param selection what of it is copied
 * @param targets   the repositories that are written to, one or more
 */
record CopyRequest(Reference source, Selection selection, List<Reference> targets) {
    private static final Tag LATEST = new Tag("latest");

    /** What of a repository is copied. */
    sealed interface Selection {
        /** Every tag, under its own name. */
        record AllTags() implements Selection {}

        /** One tag, under the same or another name. */
        record ByTag(Tag tag, Tag targetTag) implements Selection {}

        /** The content with this digest, with or without a tag. */
        record ByDigest(Digest digest, Optional<Tag> targetTag) implements Selection {}
    }

    /** Freezes the list. */
    CopyRequest {
        targets = List.copyOf(targets);
    }

    /**
     * Reads references as they stand on the command line.
     *
     * @throws io.registrysync.oci.FormatException where one is none
     * @throws UsageException where they do not fit together
     */
    static CopyRequest parse(String sourceText, List<String> targetTexts, boolean allTags) {
        Reference source = reference(sourceText);
        List<Reference> targets =
                targetTexts.stream().map(CopyRequest::reference).toList();
        requireDistinct(targets);
        if (allTags) {
            requireRepositories(source, targets);
            return new CopyRequest(source, new Selection.AllTags(), targets);
        }
        for (Reference target : targets) {
            if (target.digest().isPresent() && !target.digest().equals(source.digest())) {
                throw new UsageException(
                        "the digest of " + target + " is not the one of the source",
                        "A digest decides about content, and a copy does not change content: give it at the source.");
            }
        }
        Optional<Tag> targetTag = commonTag(targets).or(source::tag);
        Selection selection = source.digest().isPresent()
                ? new Selection.ByDigest(source.digest().get(), targetTag)
                : byTag(source.tag().orElse(LATEST), targetTag);
        return new CopyRequest(source, selection, targets);
    }

    /** Parses one reference, with or without {@code docker://}. */
    static Reference reference(String text) {
        return Reference.parse(text.startsWith("docker://") ? text.substring("docker://".length()) : text);
    }

    /** Says it to the engine. */
    Sync.Selected select(Sync.From from) {
        if (selection instanceof Selection.ByDigest pinned) {
            return pinned.targetTag()
                    .map(tag -> from.digest(pinned.digest(), tag))
                    .orElseGet(() -> from.digest(pinned.digest()));
        }
        return selection instanceof Selection.ByTag named ? from.tag(named.tag(), named.targetTag()) : from.allTags();
    }

    private static Selection byTag(Tag tag, Optional<Tag> targetTag) {
        return new Selection.ByTag(tag, targetTag.orElse(tag));
    }

    private static void requireDistinct(List<Reference> targets) {
        Set<String> repositories = targets.stream()
                .map(target -> target.registry() + "/" + target.repository())
                .collect(Collectors.toSet());
        if (repositories.size() < targets.size()) {
            throw new UsageException("a target repository is named twice");
        }
    }

    private static void requireRepositories(Reference source, List<Reference> targets) {
        for (Reference reference : targets) {
            if (reference.tag().isPresent() || reference.digest().isPresent()) {
                throw new UsageException("--all-tags copies a repository, but " + reference + " names one image");
            }
        }
        if (source.tag().isPresent() || source.digest().isPresent()) {
            throw new UsageException("--all-tags copies a repository, but " + source + " names one image");
        }
    }

    /** The tag that targets give; those that give none get it too. */
    private static Optional<Tag> commonTag(List<Reference> targets) {
        List<Tag> tags = targets.stream()
                .flatMap(target -> target.tag().stream())
                .distinct()
                .toList();
        boolean mixed = targets.stream().map(Reference::tag).distinct().count() > 1;
        if (tags.size() > 1 || mixed) {
            throw new UsageException(
                    "all targets of one copy get the same tag",
                    "Give every target the same tag, or copy once per tag.");
        }
        return tags.stream().findFirst();
    }
}
