package io.registrysync.layout;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Tag;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an entry of {@code index.json} calls an image, {@code repository:tag}.
 *
 * @param repository as it stands there; a registry may be in front
 * @param tag        the tag
 */
record ImageName(String repository, Tag tag) {
    /** Image specification, annotations.md. A tag alone, or a whole name: the specification leaves it open. */
    static final String REF_NAME = "org.opencontainers.image.ref.name";
    /** The whole name, as containerd and BuildKit write it beside a tag alone. */
    static final String CONTAINERD_NAME = "io.containerd.image.name";

    /** The whole names of an entry. */
    static Stream<ImageName> of(Descriptor entry) {
        Map<String, String> annotations = entry.annotations();
        return Stream.of(annotations.getOrDefault(REF_NAME, ""), annotations.getOrDefault(CONTAINERD_NAME, ""))
                .flatMap(text -> parse(text).stream())
                .distinct();
    }

    /** The tag that stands alone, where one does. */
    static Optional<Tag> bareTag(Descriptor entry) {
        return Optional.of(entry.annotations().getOrDefault(REF_NAME, ""))
                .filter(Tag::isValid)
                .map(Tag::new);
    }

    /** Whether an entry only lists a manifest. */
    static boolean isNameless(Descriptor entry) {
        return !entry.annotations().containsKey(REF_NAME)
                && !entry.annotations().containsKey(CONTAINERD_NAME);
    }

    static Optional<ImageName> parse(String text) {
        int colon = text.indexOf(':', text.lastIndexOf('/') + 1);
        return colon > 0 && Tag.isValid(text.substring(colon + 1))
                ? Optional.of(new ImageName(text.substring(0, colon), new Tag(text.substring(colon + 1))))
                : Optional.empty();
    }

    /** The repository without the registry that it came from. */
    String path() {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean isRegistry = first.equals("localhost") || first.indexOf('.') >= 0 || first.indexOf(':') >= 0;
        return isRegistry ? repository.substring(slash + 1) : repository;
    }
}
