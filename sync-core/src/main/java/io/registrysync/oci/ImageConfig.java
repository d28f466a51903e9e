package io.registrysync.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the configuration of an image says about it (image specification, config.md).
 *
 * @param created  when the image was made; empty where it does not say, or not in a way that can be read
 * @param platform what it runs on; empty where it does not say, as with the configuration of an artifact
 */
public record ImageConfig(Optional<Instant> created, Optional<Platform> platform) {
    /** The longest configuration that is worth reading, in bytes. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> PROPERTIES = Set.of("created", "os", "architecture", "variant", "os.version");

    /**
     * Reads a configuration.
     *
     * @throws FormatException where it is no JSON object
     */
    public static ImageConfig parse(byte[] bytes) {
        Map<String, String> found = new HashMap<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new FormatException("the configuration is not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_STRING && PROPERTIES.contains(name)) {
                    found.put(name, json.getText());
                }
                json.skipChildren();
            }
        } catch (JsonProcessingException broken) {
            // Without the parser's excerpt of the source, which is foreign text.
            throw new FormatException("the configuration is not valid JSON");
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return new ImageConfig(instant(found.getOrDefault("created", "")), platform(found));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static Optional<Platform> platform(Map<String, String> found) {
        String os = found.getOrDefault("os", "");
        String architecture = found.getOrDefault("architecture", "");
        return os.isEmpty() || architecture.isEmpty()
                ? Optional.empty()
                : Optional.of(Platform.described(
                        os, architecture, found.getOrDefault("variant", ""), found.getOrDefault("os.version", "")));
    }
}
