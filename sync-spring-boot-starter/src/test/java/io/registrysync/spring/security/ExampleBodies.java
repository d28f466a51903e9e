package io.registrysync.spring.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A body that each call takes, and the texts in it that can be exchanged. */
final class ExampleBodies {
    /** Also half characters come through, as no UTF-8 could hold them. */
    static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final JsonNode examples;
    private int number;

    private ExampleBodies(JsonNode examples) {
        this.examples = examples;
    }

    /** Reads {@code bodies.json}; of {@code words} each key stands for its value. */
    static ExampleBodies read(Map<String, String> words) throws IOException {
        try (InputStream in = Objects.requireNonNull(ExampleBodies.class.getResourceAsStream("bodies.json"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> word : words.entrySet()) {
                text = text.replace(word.getKey(), word.getValue());
            }
            return new ExampleBodies(JSON.readTree(text));
        }
    }

    /** As it is, for a call like {@code POST /api/v1/tasks}; an empty object where it needs none. */
    JsonNode of(String call) {
        return examples.has(call) ? examples.get(call) : JSON.createObjectNode();
    }

    /** Under a name that is free, for the version that is there. */
    String fresh(String call, int version) {
        number++;
        return of(call).toString()
                .replace("-N\"", "-" + number + "\"")
                .replace("\"version\":0", "\"version\":" + version);
    }

    /** The same with another text at one place. */
    String fresh(String call, int version, String pointer, String text) {
        JsonNode root = JSON.readTree(fresh(call, version));
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = root.at(JsonPointer.compile(pointer.substring(0, slash)));
        String name = pointer.substring(slash + 1);
        if (parent instanceof ObjectNode object) {
            object.put(name, text);
        } else if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), text);
        }
        return JSON.writeValueAsString(root);
    }

    /** Where the texts are. */
    List<String> pointers(String call) {
        List<String> found = new ArrayList<>();
        collect(of(call), "", found);
        return found;
    }

    private static void collect(JsonNode node, String pointer, List<String> found) {
        if (node.isString()) {
            found.add(pointer);
        }
        node.properties().forEach(each -> collect(each.getValue(), pointer + "/" + each.getKey(), found));
        for (int index = 0; node.isArray() && index < node.size(); index++) {
            collect(node.get(index), pointer + "/" + index, found);
        }
    }
}
