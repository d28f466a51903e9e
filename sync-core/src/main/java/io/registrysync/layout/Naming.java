package io.registrysync.layout;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.Reference;
import io.registrysync.oci.RegistryHost;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How the images of one repository are named in the index of a layout. */
sealed interface Naming {
    /** Follows the layout's own place in messages. */
    String suffix();

    /** Which entries have which tag; more than one where the layout is at odds with itself. */
    Map<Tag, List<Descriptor>> tags(List<Descriptor> entries);

    /**
     * What makes an entry an image of this repository.
     *
     * @throws FormatException where an image cannot be named so
     */
    Map<String, String> annotations(Tag tag);

    private static Map<Tag, List<Descriptor>> grouped(
            List<Descriptor> entries, Function<Descriptor, Optional<Tag>> tagOf) {
        Map<Tag, List<Descriptor>> tags = new LinkedHashMap<>();
        for (Descriptor entry : entries) {
            tagOf.apply(entry)
                    .ifPresent(tag ->
                            tags.computeIfAbsent(tag, name -> new ArrayList<>()).add(entry));
        }
        return tags;
    }

    /** Images that are named by a tag alone. */
    record Bare() implements Naming {
        @Override
        public String suffix() {
            return "";
        }

        @Override
        public Map<Tag, List<Descriptor>> tags(List<Descriptor> entries) {
            return grouped(entries, ImageName::bareTag);
        }

        @Override
        public Map<String, String> annotations(Tag tag) {
            return Map.of(ImageName.REF_NAME, tag.name());
        }
    }

    /** Images of one repository of several. */
    record Named(RepositoryName name) implements Naming {
        @Override
        public String suffix() {
            return ":" + name;
        }

        /**
         * Other programs put the registry in front. That is passed over, unless the same repository of several
         * registries is there.
         */
        @Override
        public Map<Tag, List<Descriptor>> tags(List<Descriptor> entries) {
            Map<Tag, List<Descriptor>> exact = tags(entries, name.path());
            if (!exact.isEmpty()) {
                return exact;
            }
            List<String> elsewhere = entries.stream()
                    .flatMap(ImageName::of)
                    .filter(image -> image.path().equals(name.path()))
                    .map(ImageName::repository)
                    .distinct()
                    .toList();
            return elsewhere.size() == 1 ? tags(entries, elsewhere.get(0)) : Map.of();
        }

        private static Map<Tag, List<Descriptor>> tags(List<Descriptor> entries, String repository) {
            return grouped(
                    entries,
                    entry -> ImageName.of(entry)
                            .filter(image -> image.repository().equals(repository))
                            .map(ImageName::tag)
                            .findFirst());
        }

        @Override
        public Map<String, String> annotations(Tag tag) {
            return Map.of(ImageName.REF_NAME, name + ":" + tag);
        }
    }

    /** Images as Docker names them: what has no registry in its name is on Docker Hub. */
    record Docker(RegistryHost registry, RepositoryName repository) implements Naming {
        @Override
        public String suffix() {
            return ":" + familiar();
        }

        @Override
        public Map<Tag, List<Descriptor>> tags(List<Descriptor> entries) {
            return grouped(
                    entries,
                    entry -> reference(entry)
                            .filter(image -> image.registry().equals(registry)
                                    && image.repository().equals(repository))
                            .flatMap(Reference::tag));
        }

        /** The name of an entry, where it has one that Docker understands. */
        static Optional<Reference> reference(Descriptor entry) {
            try {
                return Optional.ofNullable(entry.annotations().get(ImageName.REF_NAME))
                        .map(Reference::parse)
                        .filter(reference -> reference.tag().isPresent());
            } catch (FormatException otherwise) {
                return Optional.empty();
            }
        }

        @Override
        public Map<String, String> annotations(Tag tag) {
            // In full: Docker takes it for the same, and Podman would take a short name for one of its own.
            String full = registry + "/" + repository + ":" + tag;
            return Map.of(ImageName.REF_NAME, full, ImageName.CONTAINERD_NAME, full);
        }

        /** As people write it, and {@code docker images} shows it. */
        private String familiar() {
            if (!registry.isDockerHub()) {
                return registry + "/" + repository;
            }
            String path = repository.path();
            return path.startsWith("library/") ? path.substring("library/".length()) : path;
        }
    }

    /** All images, by digest only. */
    record Nameless() implements Naming {
        @Override
        public String suffix() {
            return "";
        }

        @Override
        public Map<Tag, List<Descriptor>> tags(List<Descriptor> entries) {
            return Map.of();
        }

        @Override
        public Map<String, String> annotations(Tag tag) {
            throw new FormatException("in an archive for Docker an image is named repository:tag, not by a tag alone");
        }
    }
}
