package io.registrysync.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON, written and read as trees. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String text(ObjectNode object) {
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException impossible) {
            // A tree of texts and numbers can always be written.
            throw new IllegalStateException(impossible);
        }
    }

    /** What was answered; a node without anything where it is not JSON. */
    static JsonNode read(String answer) {
        try {
            JsonNode read = MAPPER.readTree(answer);
            return read == null ? MissingNode.getInstance() : read;
        } catch (JsonProcessingException other) {
            return MissingNode.getInstance();
        }
    }
}
