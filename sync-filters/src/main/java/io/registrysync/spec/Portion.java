package io.registrysync.spec;

import io.registrysync.oci.RegistryHost;
import io.registrysync.registry.Repository;
import io.registrysync.sync.Sync;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What is copied of one source repository.
 *
 * @param repository where it is
 * @param host       the registry that its full name begins with
 * @param selected   which images
 * @param images     what tells an image from others of the repository: at the source, such as {@code :tag} or
 *     {@code @digest}, and at every target; a pair of empty texts where it is about the whole repository
 */
record Portion(Repository repository, RegistryHost host, Sync.Selected selected, Map<String, String> images) {
    Portion {
        images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
    }

    /** Of the whole repository, what rules pick. */
    static Portion of(Repository repository, RegistryHost host, Function<Sync.From, Sync.Selected> rules) {
        return new Portion(repository, host, rules.apply(Sync.from(repository)), Map.of("", ""));
    }
}
