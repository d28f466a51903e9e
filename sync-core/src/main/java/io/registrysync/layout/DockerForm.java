package io.registrysync.layout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.ImageManifest;
import io.registrysync.oci.Index;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code docker load} reads: which of the blobs of an archive are the config and the layers of which image. */
final class DockerForm {
    static final String MANIFEST = "manifest.json";

    private static final Set<String> CONFIGS =
            Set.of("application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json");
    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";

    private DockerForm() {}

    /** One image: its config and its layers. */
    private record Parts(String config, List<String> layers) {}

    /** The content of {@code manifest.json}: an entry for each image, with all of its names. */
    static byte[] manifest(Shelf shelf) throws IOException {
        Map<Parts, ArrayNode> images = new LinkedHashMap<>();
        for (Descriptor entry : shelf.index().descriptors()) {
            ImageManifest image = image(Contents.manifest(shelf, entry), shelf);
            ArrayNode names = images.computeIfAbsent(parts(image), parts -> JsonNodeFactory.instance.arrayNode());
            Optional.ofNullable(entry.annotations().get(ImageName.REF_NAME)).ifPresent(names::add);
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        images.forEach((parts, names) -> {
            ObjectNode image = list.addObject().put("Config", parts.config());
            image.set("RepoTags", names);
            parts.layers().forEach(image.putArray("Layers")::add);
        });
        return list.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Parts parts(ImageManifest image) {
        return new Parts(
                ArchiveShelf.name(image.config().orElseThrow().digest()),
                image.layers().stream()
                        .map(layer -> ArchiveShelf.name(layer.digest()))
                        .toList());
    }

    /**
     * The image that Docker would load. An index will do where it has one image only; attestations do not count, and
     * stay in the archive for those who read it as a layout.
     *
     * @throws FormatException where there is none, or more than one
     */
    static ImageManifest image(Manifest manifest, Shelf shelf) throws IOException {
        ImageManifest image = manifest instanceof Index index
                ? image(Contents.manifest(shelf, onlyImage(index)), shelf)
                : image(manifest);
        for (Descriptor layer : image.layers()) {
            requireLayer(layer, shelf);
        }
        return image;
    }

    /**
     * Refuses what {@link #image} would refuse, as far as the manifest alone tells, before its parts are on the shelf.
     * Layers that are for distribution are expected to come.
     *
     * @throws FormatException where it does
     */
    static void require(Manifest manifest, Shelf shelf) throws IOException {
        if (manifest instanceof Index index) {
            var unused = onlyImage(index);
            return;
        }
        for (Descriptor layer : image(manifest).layers()) {
            if (layer.mediaType().isNonDistributable()) {
                requireLayer(layer, shelf);
            }
        }
    }

    private static Descriptor onlyImage(Index index) {
        List<Descriptor> images =
                index.children().stream().filter(DockerForm::isImage).distinct().toList();
        if (images.size() != 1) {
            throw new FormatException("an archive for Docker holds one platform of an image, this has "
                    + (images.isEmpty() ? "none" : platforms(images)) + "; choose one platform");
        }
        return images.get(0);
    }

    private static ImageManifest image(Manifest manifest) {
        if (manifest instanceof ImageManifest image
                && image.config()
                        .filter(config -> CONFIGS.contains(config.mediaType().name()))
                        .isPresent()) {
            return image;
        }
        throw new FormatException("Docker loads images only, and this is an artifact without an image's config");
    }

    private static boolean isImage(Descriptor child) {
        return !child.annotations().getOrDefault(REFERENCE_TYPE, "").equals("attestation-manifest")
                && child.platform().map(Platform::isKnown).orElse(true);
    }

    private static String platforms(List<Descriptor> images) {
        return images.size() + " ("
                + String.join(
                        ", ",
                        images.stream()
                                .limit(8)
                                .map(image ->
                                        image.platform().map(Platform::toString).orElse("unknown"))
                                .toList())
                + (images.size() > 8 ? ", …" : "") + ")";
    }

    /** Docker has no other place to take them from. */
    private static void requireLayer(Descriptor layer, Shelf shelf) throws IOException {
        if (shelf.size(layer.digest()).isEmpty()) {
            throw new FormatException("the layer " + layer.digest()
                    + " is not for distribution and lies elsewhere; Docker could not load the image");
        }
    }
}
