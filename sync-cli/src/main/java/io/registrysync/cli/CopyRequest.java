package io.registrysync.cli;

import io.registrysync.oci.Digest;
import io.registrysync.oci.Tag;
import io.registrysync.sync.Sync;
import io.registrysync.sync.TagSelection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A repository and where it is copied to, before any registry is asked.
 *
 * @param source    the repository that is read
 * @param selection what of it is copied
 * @param targets   the repositories that are written to, one or more
 */
record CopyRequest(Place source, Selection selection, List<Place> targets) {
    private static final Tag LATEST = new Tag("latest");

    /** What of a repository is copied. */
    sealed interface Selection {
        /** Every tag, under its own name. */
        record AllTags() implements Selection {}

        /** The tags that pass the rules, each under its own name. */
        record ByRules(TagSelection rules) implements Selection {}

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
     * One image, to one or more targets.
     *
     * @throws UsageException where they do not fit together
     */
    static CopyRequest ofImage(ImageName source, List<ImageName> targets) {
        for (ImageName target : targets) {
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
        return new CopyRequest(source.place(), selection, distinct(source.place(), targets));
    }

    /**
     * Several tags of a repository.
     *
     * @param option that asks for several, for messages
     * @throws UsageException where one names an image, or a target is named twice
     */
    static CopyRequest ofRepository(String option, Selection selection, ImageName source, List<ImageName> targets) {
        requireRepository(option, source);
        targets.forEach(target -> requireRepository(option, target));
        return new CopyRequest(source.place(), selection, distinct(source.place(), targets));
    }

    private static void requireRepository(String option, ImageName name) {
        if (name.isImage()) {
            throw new UsageException(option + " is about a repository, but " + name + " names one image");
        }
    }

    /** Whether it is one image, and not all or some of a repository. */
    boolean isImage() {
        return selection instanceof Selection.ByTag || selection instanceof Selection.ByDigest;
    }

    /**
     * Says all of them to the engine, as one sync.
     *
     * @throws EarlyFailure where a layout or an archive cannot be opened
     */
    static Sync sync(List<CopyRequest> requests, Places sources, Places targets) throws IOException {
        List<Sync> parts = new ArrayList<>();
        for (CopyRequest request : requests) {
            List<Place> to = request.targets();
            Sync part = request.select(Sync.from(sources.repository(request.source())))
                    .to(targets.repository(to.get(0)));
            for (Place more : to.subList(1, to.size())) {
                part = part.andTo(targets.repository(more));
            }
            parts.add(part);
        }
        return Sync.together(parts);
    }

    /** Says it to the engine. */
    private Sync.Selected select(Sync.From from) {
        if (selection instanceof Selection.ByDigest pinned) {
            return pinned.targetTag()
                    .map(tag -> from.digest(pinned.digest(), tag))
                    .orElseGet(() -> from.digest(pinned.digest()));
        }
        if (selection instanceof Selection.ByRules ruled) {
            return from.tags(ruled.rules());
        }
        return selection instanceof Selection.ByTag named ? from.tag(named.tag(), named.targetTag()) : from.allTags();
    }

    private static Selection byTag(Tag tag, Optional<Tag> targetTag) {
        return new Selection.ByTag(tag, targetTag.orElse(tag));
    }

    private static List<Place> distinct(Place source, List<ImageName> targets) {
        List<Place> places =
                targets.stream().map(target -> named(target.place(), source)).toList();
        if (new HashSet<>(places).size() < places.size()) {
            throw new UsageException("a target repository is named twice");
        }
        return places;
    }

    /** Docker needs names; an archive that gives none gets that of the source. */
    private static Place named(Place target, Place source) {
        if (target instanceof Place.InDockerArchive archive && archive.name().isEmpty()) {
            if (source instanceof Place.InRegistry || source instanceof Place.InDockerArchive) {
                return new Place.InDockerArchive(
                        archive.file(),
                        source instanceof Place.InDockerArchive other
                                ? other.name()
                                : Optional.of(ImageName.reference(source.toString())));
            }
            throw new UsageException(
                    "an image needs a name in " + target, "Write docker-archive:FILE:NAME:TAG, such as nginx:1.25.");
        }
        return target;
    }

    /** The tag that targets give; those that give none get it too. */
    private static Optional<Tag> commonTag(List<ImageName> targets) {
        List<Tag> tags = targets.stream()
                .flatMap(target -> target.tag().stream())
                .distinct()
                .toList();
        boolean mixed = targets.stream().map(ImageName::tag).distinct().count() > 1;
        if (tags.size() > 1 || mixed) {
            throw new UsageException(
                    "all targets of one copy get the same tag",
                    "Give every target the same tag, or copy once per tag.");
        }
        return tags.stream().findFirst();
    }
}
