package io.registrysync.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The text of the index that clients keep for a subject (distribution specification, "Referrers Tag Schema"). Entries
 * are put in between; every byte that others wrote stays.
 */
final class ReferrerIndex {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String EMPTY =
            "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":[]}";

    private ReferrerIndex() {}

    /** An index of nothing. */
    static Manifest empty() {
        return Manifest.parse(MediaType.OCI_INDEX, EMPTY.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The index with one entry more, at the end.
     *
     * @throws FormatException where the index becomes too long or is in no form that can be changed
     */
    static Manifest append(Manifest index, Descriptor entry) {
        byte[] bytes = index.bytes();
        Places places = Places.of(bytes);
        ByteArrayOutputStream longer = new ByteArrayOutputStream(bytes.length + 512);
        longer.write(bytes, 0, places.end);
        if (!index.children().isEmpty()) {
            longer.write(',');
        }
        longer.writeBytes(text(entry));
        longer.write(bytes, places.end, bytes.length - places.end);
        return Manifest.parse(MediaType.OCI_INDEX, longer.toByteArray());
    }

    /**
     * The index without the entries of these digests.
     *
     * @throws FormatException where the index is in no form that can be changed
     */
    static Manifest without(Manifest index, Set<Digest> gone) {
        byte[] bytes = index.bytes();
        Places places = Places.of(bytes);
        ByteArrayOutputStream shorter = new ByteArrayOutputStream(bytes.length);
        shorter.write(bytes, 0, places.begin);
        String separator = "";
        for (int i = 0; i < places.entries.size(); i++) {
            if (!gone.contains(index.children().get(i).digest())) {
                shorter.writeBytes(separator.getBytes(StandardCharsets.UTF_8));
                shorter.writeBytes(places.entries.get(i));
                separator = ",";
            }
        }
        shorter.write(bytes, places.end, bytes.length - places.end);
        return Manifest.parse(MediaType.OCI_INDEX, shorter.toByteArray());
    }

    /** Where things stand in the text. */
    private static final class Places {
        /** After the bracket that opens the entries. */
        private final int begin;

        private final List<byte[]> entries;
        /** The bracket that closes the entries. */
        private final int end;

        private Places(int begin, List<byte[]> entries, int end) {
            this.begin = begin;
            this.entries = entries;
            this.end = end;
        }

        static Places of(byte[] index) {
            try (JsonParser json = JSON.createParser(index)) {
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean wanted = json.currentName().equals("manifests");
                    json.nextToken();
                    if (wanted) {
                        return within(index, json);
                    }
                    json.skipChildren();
                }
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
            throw unsuitable();
        }

        private static Places within(byte[] index, JsonParser json) throws IOException {
            int begin = offset(json);
            List<byte[]> entries = new ArrayList<>();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                int from = offset(json) - 1;
                json.skipChildren();
                entries.add(Arrays.copyOfRange(index, from, offset(json)));
            }
            int end = offset(json) - 1;
            // A byte order mark puts the offsets out.
            if (begin < 1 || index[begin - 1] != '[' || index[end] != ']') {
                throw unsuitable();
            }
            return new Places(begin, entries, end);
        }

        private static int offset(JsonParser json) {
            return (int) json.currentLocation().getByteOffset();
        }

        private static FormatException unsuitable() {
            return new FormatException("the list of referrers is in a form that cannot be changed");
        }
    }

    /** In a fixed order, so that the same entry has the same bytes. */
    private static byte[] text(Descriptor entry) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("mediaType", entry.mediaType().name());
            json.writeStringField("digest", entry.digest().toString());
            json.writeNumberField("size", entry.size());
            if (!entry.artifactType().isEmpty()) {
                json.writeStringField("artifactType", entry.artifactType());
            }
            if (!entry.annotations().isEmpty()) {
                json.writeObjectFieldStart("annotations");
                for (Map.Entry<String, String> annotation : new TreeMap<>(entry.annotations()).entrySet()) {
                    json.writeStringField(annotation.getKey(), annotation.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toByteArray();
    }
}
