package io.registrysync.sync;

import io.registrysync.oci.Digest;
import io.registrysync.oci.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which images of a source repository are copied. */
sealed interface Selection {
    /** Whether the source is asked for its tags, so that one of them may be gone when it is looked at. */
    default boolean isListed() {
        return !(this instanceof Named);
    }

    /** The images, in order. May ask the source, page by page. */
    Stream<Item> items(SourceImages source);

    /** Every tag that the target gets of the source as it is now, whether a rule picks it or not. */
    default Set<Tag> targetTags(SourceImages source) {
        return isListed()
                ? source.tags().collect(Collectors.toSet())
                : items(source).flatMap(item -> item.targetTag().stream()).collect(Collectors.toSet());
    }

    /** Whether a tag at the target is one of those that this is about, wherever it came from. */
    boolean covers(Tag tag, TagFacts source);

    /**
     * One image.
     *
     * @param tag       the tag at the source; empty: the digest alone names it
     * @param digest    decides about the content where it is given
     * @param targetTag the tag at the target; empty: stored under its digest only
     */
    record Item(Optional<Tag> tag, Optional<Digest> digest, Optional<Tag> targetTag) {
        /** Stands for all images of a repository. */
        static final Item ALL = new Item(Optional.empty(), Optional.empty(), Optional.empty());

        /** A tag under the same name. */
        static Item of(Tag tag) {
            return new Item(Optional.of(tag), Optional.empty(), Optional.of(tag));
        }

        /** The tag, where no digest overrides it. */
        Optional<Tag> soleTag() {
            return digest.isPresent() ? Optional.empty() : tag;
        }

        String reference() {
            return tag.map(name -> ":" + name).orElse("")
                    + digest.map(pin -> "@" + pin).orElse("");
        }
    }

    /** Images by name. */
    record Named(List<Item> items) implements Selection {
        @Override
        public Stream<Item> items(SourceImages source) {
            return items.stream();
        }

        @Override
        public boolean covers(Tag tag, TagFacts source) {
            return false;
        }
    }

    /** Every tag that the source lists. */
    record All() implements Selection {
        @Override
        public Stream<Item> items(SourceImages source) {
            return source.tags().map(Item::of);
        }

        @Override
        public boolean covers(Tag tag, TagFacts source) {
            return true;
        }
    }

    /** Those tags that a rule picks of what the source lists. */
    record Ruled(TagSelection rules) implements Selection {
        @Override
        public Stream<Item> items(SourceImages source) {
            return rules.select(offered(source), source).map(Item::of);
        }

        /** The tags that rules decide about: those that are made of a digest belong to an image. */
        static Stream<Tag> offered(SourceImages source) {
            return source.tags().filter(tag -> !DigestTags.isDigestTag(tag));
        }

        @Override
        public boolean covers(Tag tag, TagFacts source) {
            return rules.covers(tag, source);
        }
    }
}
