package io.registrysync.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.ImageManifest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.Platform;
import io.registrysync.registry.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What people like to know of an image beyond what a copy needs: its annotations, and when and for what it was built.
 *
 * @param annotations of the manifest itself, in its order
 * @param created     as the configuration says (image specification, config.md); empty for an index
 * @param platform    as the configuration says; empty for an index and for what is no image
 */
record ImageFacts(Map<String, String> annotations, Optional<String> created, Optional<Platform> platform) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST_CONFIG = 1024 * 1024;

    /** Reads the configuration of a single image. What is not there or not right is left out. */
    static ImageFacts of(Manifest manifest, Repository repository) {
        Map<String, String> config = new LinkedHashMap<>();
        try {
            Optional<Descriptor> described =
                    manifest instanceof ImageManifest image ? image.config() : Optional.<Descriptor>empty();
            if (described.isPresent() && described.get().size() <= LONGEST_CONFIG) {
                config.putAll(config(described.get(), repository));
            }
        } catch (IOException unreadable) {
            // Nice to know, but no reason to fail.
        }
        Optional<Platform> platform = config.containsKey("os") && config.containsKey("architecture")
                ? Optional.of(new Platform(
                        config.getOrDefault("os", ""),
                        config.getOrDefault("architecture", ""),
                        config.getOrDefault("variant", ""),
                        config.getOrDefault("os.version", "")))
                : Optional.empty();
        return new ImageFacts(manifest.annotations(), Optional.ofNullable(config.get("created")), platform);
    }

    private static Map<String, String> config(Descriptor descriptor, Repository repository) throws IOException {
        byte[] content;
        try (InputStream in = repository.openBlob(descriptor, 0)) {
            content = in.readNBytes(LONGEST_CONFIG);
        }
        var hasher = descriptor.digest().hasher();
        hasher.update(content);
        if (!descriptor.digest().matches(hasher)) {
            throw new IOException("not what its digest says");
        }
        return strings(content);
    }

    /** The string properties of an object. */
    private static Map<String, String> strings(byte[] content) throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(content)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return found;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_STRING) {
                    found.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }
        return found;
    }
}
