package io.registrysync.layout;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.registrysync.oci.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The file {@code oci-layout}, which says what a folder or archive is (image specification, image-layout.md). */
final class LayoutVersion {
    static final String FILE = "oci-layout";
    static final int MAX_BYTES = 64 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private LayoutVersion() {}

    static byte[] content() {
        return "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Checks what the file says; empty where it is missing.
     *
     * @throws FormatException where it is no layout, or one of a version that is unknown here
     */
    static void require(Optional<byte[]> content) throws IOException {
        byte[] bytes = content.orElseThrow(() -> new FormatException("no OCI layout: it has no file " + FILE));
        String version;
        try {
            JsonNode json = JSON.readTree(bytes);
            version = json == null ? "" : json.path("imageLayoutVersion").asText("");
        } catch (JacksonException broken) {
            throw new FormatException("no OCI layout: its file " + FILE + " is not JSON");
        }
        if (!version.startsWith("1.")) {
            throw new FormatException("the layout has the version " + FormatException.quote(version)
                    + "; version 1.0.0 is the one that is understood");
        }
    }
}
