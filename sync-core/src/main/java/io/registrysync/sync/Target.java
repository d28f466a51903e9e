package io.registrysync.sync;

import io.registrysync.oci.Tag;
import io.registrysync.registry.Repository;
import java.util.Optional;

/**
 * Where one image goes.
 *
 * @param repository bound to the run
 * @param tag        empty: the image is stored under its digest only
 * @param before     what the tag pointed to before
 */
record Target(Repository repository, Optional<Tag> tag, Before before) {
    /** What a tag pointed to before. */
    enum Before {
        NOTHING,
        /** Parts of the image may be there already. */
        SOMETHING_ELSE,
        /** Everything should be there already. */
        THIS
    }
}
