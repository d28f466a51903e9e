package io.registrysync.spec;

import io.registrysync.oci.Digest;
import io.registrysync.oci.RegistryHost;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Repository;
import io.registrysync.sync.Sync;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /**
     * Of a repository, these images: its tags together, each digest by itself.
     *
     * @param images {@code :tag}, {@code @digest} or {@code :tag@digest}
     */
    static List<Portion> of(Repository repository, RegistryHost host, List<String> images) {
        Set<String> tags = new LinkedHashSet<>();
        List<Portion> portions = new ArrayList<>();
        for (String image : images) {
            int at = image.indexOf('@');
            if (at < 0) {
                tags.add(image);
            } else {
                portions.add(pinned(repository, host, image.substring(0, at), image.substring(at)));
            }
        }
        if (!tags.isEmpty()) {
            String[] names = tags.stream().map(tag -> tag.substring(1)).toArray(String[]::new);
            Map<String, String> same = new LinkedHashMap<>();
            tags.forEach(tag -> same.put(tag, tag));
            portions.add(0, new Portion(repository, host, Sync.from(repository).tags(names), same));
        }
        return portions;
    }

    private static Portion pinned(Repository repository, RegistryHost host, String tag, String digest) {
        Sync.From from = Sync.from(repository);
        Digest pin = Digest.parse(digest.substring(1));
        return tag.isEmpty()
                ? new Portion(repository, host, from.digest(pin), Map.of(digest, digest))
                : new Portion(repository, host, from.digest(pin, new Tag(tag.substring(1))), Map.of(digest, tag));
    }

    /** Its images as {@link #of(Repository, RegistryHost, List)} takes them; none for what rules pick. */
    List<String> names() {
        return images.entrySet().stream()
                .filter(image -> !image.getKey().isEmpty())
                .map(image -> image.getValue().startsWith(":") && image.getKey().startsWith("@")
                        ? image.getValue() + image.getKey()
                        : image.getKey())
                .toList();
    }
}
