package io.registrysync.layout;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The content of {@code index.json}: what a layout names (image specification, image-layout.md, "index.json file").
 *
 * <p>Immutable. An entry that is not changed keeps its bytes, and so does all that stands around the entries: other
 * programs keep things there that are unknown here.
 */
final class IndexFile {
    /** The longest that is read or written, as with manifests. */
    static final int MAX_BYTES = Manifest.DEFAULT_MAX_BYTES;

    private static final int MAX_ENTRIES = 10_000;

    private static final JsonFactory JSON = new JsonFactory();

    private final byte[] head;
    private final List<Entry> entries;
    private final byte[] tail;

    /** One image that is named, or a manifest that is only listed. */
    static final class Entry {
        private final Descriptor descriptor;
        private final byte[] json;

        private Entry(Descriptor descriptor, byte[] json) {
            this.descriptor = descriptor;
            this.json = json;
        }
    }

    private IndexFile(byte[] head, List<Entry> entries, byte[] tail) {
        this.head = head;
        this.entries = List.copyOf(entries);
        this.tail = tail;
    }

    /** An index without entries. */
    static IndexFile empty() {
        return new IndexFile(
                utf8("{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":["),
                List.of(),
                utf8("]}"));
    }

    /**
     * Reads an index.
     *
     * @throws FormatException where it is none
     */
    static IndexFile parse(byte[] bytes) {
        List<Descriptor> descriptors =
                Manifest.parse(MediaType.OCI_INDEX, bytes).children();
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("manifests")) {
                    return sliced(bytes, json, descriptors);
                }
                json.skipChildren();
            }
        } catch (IOException broken) {
            throw new FormatException("index.json cannot be read: it is not JSON in UTF-8");
        }
        throw new FormatException("index.json has no 'manifests'");
    }

    /** Cuts the bytes at the borders of the entries. */
    private static IndexFile sliced(byte[] bytes, JsonParser json, List<Descriptor> descriptors) throws IOException {
        int begin = (int) json.currentTokenLocation().getByteOffset() + 1;
        List<Entry> entries = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            int from = (int) json.currentTokenLocation().getByteOffset();
            json.skipChildren();
            int to = (int) json.currentTokenLocation().getByteOffset() + 1;
            if (bytes[from] != '{' || bytes[to - 1] != '}') {
                throw new FormatException("index.json cannot be read: it is not JSON in UTF-8");
            }
            entries.add(new Entry(descriptors.get(entries.size()), Arrays.copyOfRange(bytes, from, to)));
        }
        int end = (int) json.currentTokenLocation().getByteOffset();
        return new IndexFile(Arrays.copyOf(bytes, begin), entries, Arrays.copyOfRange(bytes, end, bytes.length));
    }

    /**
     * Refuses to become what could not be read again.
     *
     * @throws IOException where there are too many entries, or they are too long
     */
    IndexFile requireRoom() throws IOException {
        long length =
                entries.stream().mapToLong(entry -> entry.json.length + 1L).sum() + head.length + tail.length;
        if (entries.size() > MAX_ENTRIES || length > MAX_BYTES) {
            throw new IOException("a layout holds at most " + MAX_ENTRIES
                    + " images, whose names and digests take at most " + MAX_BYTES + " bytes");
        }
        return this;
    }

    /** The bytes of the file. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head);
        for (int i = 0; i < entries.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(entries.get(i).json);
        }
        out.writeBytes(tail);
        return out.toByteArray();
    }

    /** What is named, in the order of the file. */
    List<Descriptor> descriptors() {
        return entries.stream().map(entry -> entry.descriptor).toList();
    }

    /** With {@code added} at the end instead of the entries that {@code replaced} takes. */
    IndexFile with(Descriptor added, Predicate<Descriptor> replaced) {
        List<Entry> changed = new ArrayList<>(without(replaced).entries);
        changed.add(new Entry(added, json(added)));
        return new IndexFile(head, changed, tail);
    }

    /** Without the entries that {@code removed} takes; this one where there is none. */
    IndexFile without(Predicate<Descriptor> removed) {
        List<Entry> left = entries.stream()
                .filter(entry -> !removed.test(entry.descriptor))
                .toList();
        return left.size() == entries.size() ? this : new IndexFile(head, left, tail);
    }

    private static byte[] json(Descriptor descriptor) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("mediaType", descriptor.mediaType().name())
                .put("digest", descriptor.digest().toString())
                .put("size", descriptor.size());
        if (!descriptor.annotations().isEmpty()) {
            ObjectNode annotations = node.putObject("annotations");
            descriptor.annotations().keySet().stream()
                    .sorted()
                    .forEach(
                            key -> annotations.put(key, descriptor.annotations().get(key)));
        }
        return utf8(node.toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
