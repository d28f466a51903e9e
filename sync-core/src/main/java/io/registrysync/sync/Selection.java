package io.registrysync.sync;

import io.registrysync.oci.Digest;
import io.registrysync.oci.Tag;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which images of a source repository are copied. */
sealed interface Selection {
    /** The images, in order. May ask the source, page by page. */
    Stream<Item> items(SourceImages source);

    /**
     * One image.
     *
     * @param tag       the tag at the source; empty: the digest alone names it
     * @param digest    decides about the content where it is given
     * @param targetTag the tag at the target; empty: stored under its digest only
     */
    record Item(Optional<Tag> tag, Optional<Digest> digest, Optional<Tag> targetTag) {
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
    }

    /** Those tags that a rule picks of what the source lists. */
    record Ruled(TagSelection rules) implements Selection {
        @Override
        public Stream<Item> items(SourceImages source) {
            return rules.select(source.tags(), source).map(Item::of);
        }
    }
}
