package io.registrysync.sync;

import io.registrysync.oci.Tag;
import io.registrysync.registry.Repository;
import java.util.Optional;

/**
 * Where one image goes.
 *
 * @param repository bound to the run
 * @param tag        empty: the image is stored under its digest only
 * @param hadTag     whether the tag pointed to something else before; then parts of the image may be there already
 */
record Target(Repository repository, Optional<Tag> tag, boolean hadTag) {}
