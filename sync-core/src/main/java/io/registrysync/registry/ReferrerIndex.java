package io.registrysync.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
     * @throws FormatException where the index becomes too long or is in no form that can be added to
     */
    static Manifest append(Manifest index, Descriptor entry) {
        byte[] bytes = index.bytes();
        int end = endOfEntries(bytes);
        ByteArrayOutputStream longer = new ByteArrayOutputStream(bytes.length + 512);
        longer.write(bytes, 0, end);
        if (!index.children().isEmpty()) {
            longer.write(',');
        }
        longer.writeBytes(text(entry));
        longer.write(bytes, end, bytes.length - end);
        return Manifest.parse(MediaType.OCI_INDEX, longer.toByteArray());
    }

    /** The place of the bracket that closes the entries. */
    private static int endOfEntries(byte[] index) {
        try (JsonParser json = JSON.createParser(index)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = json.currentName().equals("manifests");
                json.nextToken();
                json.skipChildren();
                int place = (int) json.currentLocation().getByteOffset() - 1;
                if (wanted && place >= 0 && index[place] == ']') {
                    return place;
                }
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        throw new FormatException("the list of referrers is in a form that cannot be added to");
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
