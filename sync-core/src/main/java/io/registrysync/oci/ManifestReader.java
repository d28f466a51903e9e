package io.registrysync.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the properties of a manifest that a copy depends on and passes over the rest.
 *
 * <p>Input is hostile: nesting and the number of entries are bounded, and a property that decides what is copied may
 * stand only once, because another reader of the same bytes could take the other one.
 */
final class ManifestReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_DEPTH = 64;
    private static final int MAX_ENTRIES = 10_000;
    private static final int MAX_ANNOTATIONS = 10_000;
    /** What decides about a copy in a descriptor. */
    private static final Set<String> DESCRIPTOR_PROPERTIES = Set.of("mediaType", "digest", "size");

    /** The properties of a manifest that decide what is copied. */
    private static final Set<String> PROPERTIES =
            Set.of("schemaVersion", "mediaType", "config", "subject", "layers", "blobs", "manifests");

    private final byte[] bytes;

    private int schemaVersion;
    private @Nullable String mediaType;
    private @Nullable Descriptor config;
    private @Nullable Descriptor subject;
    private @Nullable List<Descriptor> layers;
    private @Nullable List<Descriptor> blobs;
    private @Nullable List<Descriptor> manifests;
    private String artifactType = "";
    private Map<String, String> annotations = Map.of();

    ManifestReader(byte[] bytes) {
        this.bytes = bytes;
    }

    Manifest read(MediaType contentType, String algorithm) {
        parse();
        MediaType type = type(contentType);
        Descriptor descriptor = new Descriptor(type, Digest.of(algorithm, bytes), bytes.length);
        if (type.isIndex()) {
            return new Index(descriptor, bytes, about(artifactType), required(manifests, "manifests", type));
        }
        if (type.equals(MediaType.OCI_ARTIFACT)) {
            return new ImageManifest(
                    descriptor, bytes, about(artifactType), Optional.empty(), blobs == null ? List.of() : blobs);
        }
        if (type.isImage()) {
            Descriptor configuration = required(config, "config", type);
            String kind = artifactType.isEmpty() ? configuration.mediaType().name() : artifactType;
            return new ImageManifest(
                    descriptor, bytes, about(kind), Optional.of(configuration), required(layers, "layers", type));
        }
        // What its properties mean is not known; a subject least of all.
        return new OpaqueManifest(descriptor, bytes, new Manifest.About(Optional.empty(), artifactType, annotations));
    }

    private Manifest.About about(String kind) {
        return new Manifest.About(Optional.ofNullable(subject), kind, annotations);
    }

    /**
     * What the bytes are. The body's own word must agree with the header's, and a body may not be an index and an image
     * at once (CVE-2021-41190): two readers would see different content under one digest.
     */
    private MediaType type(MediaType contentType) {
        if (manifests != null && (layers != null || config != null)) {
            throw new FormatException("manifest is ambiguous: it has 'manifests' as well as 'config' or 'layers'");
        }
        if (schemaVersion == 1 && mediaType == null) {
            return contentType.isSchema1()
                    ? contentType
                    : new MediaType("application/vnd.docker.distribution.manifest.v1+json");
        }
        if (mediaType != null) {
            MediaType own = MediaType.parse(mediaType);
            if (!contentType.isUnspecific() && !own.equals(contentType)) {
                throw new FormatException("manifest says it is " + own + " but was delivered as " + contentType);
            }
            return own;
        }
        if (!contentType.isUnspecific()) {
            return contentType;
        }
        if (manifests != null) {
            return MediaType.OCI_INDEX;
        }
        if (config != null && layers != null) {
            return MediaType.OCI_MANIFEST;
        }
        throw new FormatException("cannot tell what kind of manifest this is: delivered as " + contentType
                + " and without 'mediaType', 'manifests' or 'layers'");
    }

    private static <T> T required(@Nullable T property, String name, MediaType type) {
        if (property == null) {
            throw new FormatException("manifest of type " + type + " has no '" + name + "'");
        }
        return property;
    }

    private void parse() {
        try (JsonParser json = JSON.createParser(text())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new FormatException("manifest is not a JSON object");
            }
            Set<String> seen = new HashSet<>();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                readProperty(json, seen);
            }
            if (json.nextToken() != null) {
                throw new FormatException("manifest has content after its end");
            }
        } catch (JsonProcessingException broken) {
            // Without the parser's excerpt of the source, which is foreign text.
            throw new FormatException("manifest is not valid JSON" + place(broken.getLocation()));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A limit of the parser, such as that on the length of a number, is exceeded at no place. */
    private static String place(@Nullable JsonLocation location) {
        return location == null
                ? " or exceeds a limit"
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private String text() {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private void readProperty(JsonParser json, Set<String> seen) throws IOException {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (PROPERTIES.contains(name)) {
            once(name, seen);
        } else {
            refuseLookAlike(name);
        }
        switch (name) {
            case "schemaVersion" -> {
                schemaVersion =
                        value == JsonToken.VALUE_NUMBER_INT && json.getTextLength() < 4 ? json.getIntValue() : 0;
                skip(json);
            }
            case "mediaType" -> mediaType = string(json, name);
            case "config" -> config = value == JsonToken.VALUE_NULL ? null : descriptor(json, name);
            case "subject" -> subject = value == JsonToken.VALUE_NULL ? null : descriptor(json, name);
            case "layers" -> layers = descriptors(json, name);
            case "blobs" -> blobs = descriptors(json, name);
            case "manifests" -> manifests = descriptors(json, name);
            case "artifactType" -> {
                artifactType = value == JsonToken.VALUE_STRING ? json.getText() : "";
                skip(json);
            }
            case "annotations" -> {
                // A copy does not depend on them, so an odd form is no reason to refuse the manifest.
                if (value == JsonToken.START_OBJECT) {
                    annotations = annotations(json, "manifest");
                } else {
                    skip(json);
                }
            }
            default -> skip(json);
        }
    }

    /** Readers written in Go take {@code Layers} for {@code layers}; content must not depend on who reads it. */
    private static void refuseLookAlike(String name) {
        if (PROPERTIES.stream().anyMatch(name::equalsIgnoreCase)) {
            throw new FormatException("manifest is ambiguous: '" + name
                    + "' differs only in case from a property that decides its content");
        }
    }

    private static void once(String name, Set<String> seen) {
        if (!seen.add(name)) {
            throw new FormatException("manifest is ambiguous: '" + name + "' stands twice");
        }
    }

    private static @Nullable List<Descriptor> descriptors(JsonParser json, String name) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new FormatException("'" + name + "' of the manifest is not an array");
        }
        List<Descriptor> entries = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (entries.size() == MAX_ENTRIES) {
                throw new FormatException("'" + name + "' of the manifest has more than " + MAX_ENTRIES + " entries");
            }
            entries.add(descriptor(json, name + "[" + entries.size() + "]"));
        }
        return entries;
    }

    private static Descriptor descriptor(JsonParser json, String where) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new FormatException("'" + where + "' of the manifest is not an object");
        }
        String type = null;
        String digest = null;
        String artifactType = "";
        long size = -1;
        Optional<Platform> platform = Optional.empty();
        Map<String, String> annotations = Map.of();
        List<String> urls = List.of();
        Set<String> seen = new HashSet<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (DESCRIPTOR_PROPERTIES.contains(name)) {
                once(where + "." + name, seen);
            }
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "mediaType" -> type = string(json, where + "." + name);
                case "digest" -> digest = string(json, where + "." + name);
                case "size" -> size = size(json, where);
                case "artifactType" -> artifactType = string(json, where + "." + name);
                case "platform" -> platform = Optional.of(platform(json, where));
                case "annotations" -> annotations = annotations(json, where);
                case "urls" -> urls = strings(json, where + "." + name);
                default -> skip(json);
            }
        }
        if (type == null || digest == null || size < 0) {
            String missing = type == null ? "mediaType" : digest == null ? "digest" : "size";
            throw new FormatException("'" + where + "' of the manifest has no " + missing);
        }
        return new Descriptor(
                MediaType.parse(type), Digest.parse(digest), size, platform, artifactType, annotations, urls);
    }

    private static long size(JsonParser json, String where) throws IOException {
        // The length is looked at first: converting millions of digits would take quadratic time.
        long size = json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= 18
                ? json.getLongValue()
                : -1;
        if (size < 0) {
            throw new FormatException("'" + where + ".size' of the manifest is not a length in bytes");
        }
        return size;
    }

    private static Platform platform(JsonParser json, String where) throws IOException {
        Map<String, String> parts = new HashMap<>();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new FormatException("'" + where + ".platform' of the manifest is not an object");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_STRING && parts.size() < 16) {
                parts.put(name, json.getText());
            } else {
                skip(json);
            }
        }
        return Platform.described(
                parts.getOrDefault("os", "unknown"),
                parts.getOrDefault("architecture", "unknown"),
                parts.getOrDefault("variant", ""),
                parts.getOrDefault("os.version", ""));
    }

    private static Map<String, String> annotations(JsonParser json, String where) throws IOException {
        Map<String, String> annotations = new LinkedHashMap<>();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new FormatException("'" + where + ".annotations' of the manifest is not an object");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_STRING) {
                annotations.put(name, json.getText());
            } else {
                skip(json);
            }
            if (annotations.size() > MAX_ANNOTATIONS) {
                throw new FormatException("'" + where + "' has more than " + MAX_ANNOTATIONS + " annotations");
            }
        }
        return annotations;
    }

    private static List<String> strings(JsonParser json, String where) throws IOException {
        List<String> strings = new ArrayList<>();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new FormatException("'" + where + "' of the manifest is not an array");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (strings.size() == MAX_ENTRIES) {
                throw new FormatException("'" + where + "' of the manifest has more than " + MAX_ENTRIES + " entries");
            }
            strings.add(string(json, where));
        }
        return strings;
    }

    private static String string(JsonParser json, String where) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new FormatException("'" + where + "' of the manifest is not a string");
        }
        return json.getText();
    }

    /** Passes over a value. Our own count keeps the nesting bounded with every version of the parser. */
    private static void skip(JsonParser json) throws IOException {
        int depth = 0;
        JsonToken token = json.currentToken();
        while (true) {
            if (token == null) {
                return;
            }
            if (token.isStructStart() && ++depth > MAX_DEPTH) {
                throw new FormatException("manifest is nested deeper than " + MAX_DEPTH);
            }
            if (token.isStructEnd()) {
                depth--;
            }
            if (depth <= 0) {
                return;
            }
            token = json.nextToken();
        }
    }
}
