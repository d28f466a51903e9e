package io.registrysync.layout;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.registrysync.layout.TarDirectory.Entry;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * What {@code docker save} wrote, in its older form and the one of today. Such an archive has configs and layers and no
 * manifests; those are made here, of schema 2, and always the same for the same content.
 *
 * <p>Layers are told by name, not by digest. The digest of one that is not compressed is in the config, as
 * {@code diff_ids}; whoever reads the layer checks it against that.
 */
final class DockerShelf implements Shelf {
    private static final int MAX_JSON = 4 * 1024 * 1024;
    private static final String LAYER_TYPE = "application/vnd.docker.image.rootfs.diff.tar";
    private static final String CONFIG_TYPE = "application/vnd.docker.container.image.v1+json";
    private static final String BLOBS = "blobs/sha256/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TarDirectory directory;
    private final Map<Digest, Blob> blobs = new HashMap<>();
    /** What was read for its digest alone; layers are shared by images, and one may be named twice. */
    private final Map<Entry, Digest> hashed = new HashMap<>();

    private final IndexFile index;

    /** Where content is. */
    private interface Blob {
        long size();

        InputStream open(long offset) throws IOException;
    }

    private DockerShelf(TarDirectory directory) throws IOException {
        this.directory = directory;
        this.index = read();
    }

    static DockerShelf open(Path path) throws IOException {
        Compression.refuse(path);
        return new DockerShelf(TarDirectory.read(path, true));
    }

    // ---- reading the archive --------------------------------------------------------------------------------------

    private IndexFile read() throws IOException {
        JsonNode images = json(DockerForm.MANIFEST);
        if (!images.isArray()) {
            throw new FormatException("its " + DockerForm.MANIFEST + " is not a list of images");
        }
        IndexFile found = IndexFile.empty();
        for (JsonNode image : images) {
            Descriptor manifest = manifest(image);
            List<String> names = strings(image.path("RepoTags"));
            for (String name : names) {
                found = found.with(named(manifest, Map.of(ImageName.REF_NAME, name)), other -> false);
            }
            if (names.isEmpty()) {
                found = found.with(manifest, other -> false);
            }
        }
        return found.requireRoom();
    }

    private static Descriptor named(Descriptor manifest, Map<String, String> annotations) {
        return new Descriptor(
                manifest.mediaType(), manifest.digest(), manifest.size(), Optional.empty(), "", annotations, List.of());
    }

    /** Makes the manifest of an image. */
    private Descriptor manifest(JsonNode image) throws IOException {
        String configName = image.path("Config").asText("");
        byte[] config = content(configName);
        List<String> diffIds = strings(parse(configName, config).path("rootfs").path("diff_ids"));
        List<String> layers = strings(image.path("Layers"));
        if (diffIds.size() != layers.size()) {
            throw new FormatException("the image of " + FormatException.quote(configName) + " has " + layers.size()
                    + " layers, its config has " + diffIds.size());
        }
        ObjectNode manifest = JsonNodeFactory.instance
                .objectNode()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.DOCKER_MANIFEST.name());
        manifest.set("config", descriptor(CONFIG_TYPE, config.length, add(config)));
        ArrayNode list = manifest.putArray("layers");
        for (int i = 0; i < layers.size(); i++) {
            list.add(layer(layers.get(i), Digest.parse(diffIds.get(i))));
        }
        byte[] bytes = manifest.toString().getBytes(StandardCharsets.UTF_8);
        var unused = add(bytes);
        return Manifest.parse(MediaType.DOCKER_MANIFEST, bytes).descriptor();
    }

    private static ObjectNode descriptor(String type, long size, Digest digest) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("mediaType", type)
                .put("size", size)
                .put("digest", digest.toString());
    }

    private ObjectNode layer(String name, Digest diffId) throws IOException {
        Entry entry = directory
                .find(name)
                .orElseThrow(() -> new FormatException(
                        "the archive does not have " + FormatException.quote(name) + ", which is a layer"));
        Optional<Compression> compression;
        try (InputStream content = directory.open(entry, 0)) {
            compression = Compression.of(content);
        }
        Digest digest = compression.isPresent() ? compressed(name, entry) : diffId;
        if (isBlob(name) && !digest.equals(named(name))) {
            throw new FormatException(
                    "the layer " + FormatException.quote(name) + " is not what its image's config says: " + diffId);
        }
        blobs.putIfAbsent(digest, new InArchive(directory, entry));
        return descriptor(LAYER_TYPE + suffix(name, compression), entry.size(), digest);
    }

    private static String suffix(String name, Optional<Compression> compression) {
        if (compression.isEmpty()) {
            return "";
        }
        return switch (compression.get()) {
            case GZIP -> ".gzip";
            case ZSTD -> ".zstd";
            case BZIP2, XZ ->
                throw new FormatException("the layer " + FormatException.quote(name)
                        + " is compressed in a way that registries have no type for");
        };
    }

    /** The digest of what no config knows. A name that is one is believed: it is checked when the layer is read. */
    private Digest compressed(String name, Entry entry) throws IOException {
        if (isBlob(name)) {
            return named(name);
        }
        Digest known = hashed.get(entry);
        if (known == null) {
            known = hash(entry);
            hashed.put(entry, known);
        }
        return known;
    }

    private Digest hash(Entry entry) throws IOException {
        MessageDigest hasher = Digest.sha256(new byte[0]).hasher();
        try (InputStream content = new DigestInputStream(directory.open(entry, 0), hasher)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return new Digest(Digest.SHA256, HexFormat.of().formatHex(hasher.digest()));
    }

    private static boolean isBlob(String name) {
        return name.startsWith(BLOBS);
    }

    private static Digest named(String name) {
        return new Digest(Digest.SHA256, name.substring(BLOBS.length()));
    }

    private Digest add(byte[] content) {
        Digest digest = Digest.sha256(content);
        blobs.put(digest, new InMemory(content));
        return digest;
    }

    private JsonNode json(String name) throws IOException {
        return parse(name, content(name));
    }

    private byte[] content(String name) throws IOException {
        return directory
                .content(name, MAX_JSON)
                .orElseThrow(() -> new FormatException("no archive of docker save: it does not have "
                        + FormatException.quote(name)
                        + (directory.find(LayoutVersion.FILE).isPresent() ? "; it is an OCI archive" : "")));
    }

    private static JsonNode parse(String name, byte[] content) throws IOException {
        try {
            JsonNode json = JSON.readTree(content);
            return json == null ? JsonNodeFactory.instance.missingNode() : json;
        } catch (JacksonException broken) {
            throw new FormatException(FormatException.quote(name) + " of the archive is not JSON");
        }
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        for (JsonNode element : array) {
            strings.add(element.asText(""));
        }
        return strings;
    }

    // ---- being read -----------------------------------------------------------------------------------------------

    @Override
    public OptionalLong size(Digest digest) {
        Blob blob = blobs.get(digest);
        return blob == null ? OptionalLong.empty() : OptionalLong.of(blob.size());
    }

    @Override
    public InputStream open(Digest digest, long offset) throws IOException {
        Blob blob = blobs.get(digest);
        if (blob == null) {
            throw new IOException("the archive does not hold " + digest);
        }
        return blob.open(offset);
    }

    @Override
    public IndexFile index() {
        return index;
    }

    @Override
    public Slot reserve(Digest blob, long size) throws IOException {
        throw new IOException("the archive was opened for reading");
    }

    @Override
    public void update(UnaryOperator<IndexFile> change) throws IOException {
        throw new IOException("the archive was opened for reading");
    }

    @Override
    public void close() {}

    private record InArchive(TarDirectory directory, Entry entry) implements Blob {
        @Override
        public long size() {
            return entry.size();
        }

        @Override
        public InputStream open(long offset) throws IOException {
            return directory.open(entry, offset);
        }
    }

    private static final class InMemory implements Blob {
        private final byte[] content;

        InMemory(byte[] content) {
            this.content = content;
        }

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public InputStream open(long offset) {
            int from = (int) Math.min(offset, content.length);
            return new ByteArrayInputStream(content, from, content.length - from);
        }
    }
}
