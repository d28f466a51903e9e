package io.registrysync.sync;

import io.registrysync.oci.Digest;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Repository;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which images of a source repository are copied. */
sealed interface Selection {
    /** The images, in order. May ask the source, page by page. */
    Stream<Item> items(Repository source);

    /**
     * One image.
     *
     * @param tag       the tag at the source; empty: the digest alone names it
     * @param digest    decides about the content where it is given
     * @param targetTag the tag at the target; empty: stored under its digest only
     */
    record Item(Optional<Tag> tag, Optional<Digest> digest, Optional<Tag> targetTag) {
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
        public Stream<Item> items(Repository source) {
            return items.stream();
        }
    }

    /** Every tag that the source lists. */
    record All() implements Selection {
        @Override
        public Stream<Item> items(Repository source) {
            return source.tags().map(tag -> new Item(Optional.of(tag), Optional.empty(), Optional.of(tag)));
        }
    }
}
