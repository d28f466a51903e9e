package io.registrysync.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the REST interface, as it is served. */
public final class ApiDescription {
    private final JsonNode root;

    private ApiDescription(JsonNode root) {
        this.root = root;
    }

    /**
     * A call.
     *
     * @param body the schema of what is sent, where something is
     */
    public record Operation(String method, String path, List<Parameter> parameters, Optional<JsonNode> body) {
        /** As in the table of permissions. */
        public String call() {
            return method + " " + path;
        }

        /** With a number for each part that the caller chooses. */
        public String pathTo(long id) {
            return path.replaceAll("\\{[^}]+}", String.valueOf(id));
        }

        @Override
        public String toString() {
            return call();
        }
    }

    /** A parameter in the path, the query or a header. */
    public record Parameter(String name, String in, JsonNode schema) {}

    public static ApiDescription parse(String json) {
        return new ApiDescription(JsonMapper.shared().readTree(json));
    }

    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(each -> operations.add(operation(path.getKey(), each.getKey(), each.getValue()))));
        return operations;
    }

    private Operation operation(String path, String method, JsonNode said) {
        List<Parameter> parameters = Stream.of(said.path("parameters"))
                .flatMap(list -> list.valueStream())
                .map(each -> new Parameter(
                        each.get("name").asString(), each.get("in").asString(), resolved(each.path("schema"))))
                .toList();
        JsonNode body = said.at("/requestBody/content/application~1json/schema");
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                parameters,
                body.isMissingNode() ? Optional.empty() : Optional.of(resolved(body)));
    }

    /** What a schema refers to. */
    public JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : resolved(root.at(reference.substring(1)));
    }

    /** Where plain texts are in the body of a call; not those of few values, nor those whose names are free. */
    public List<String> texts(Operation call) {
        List<String> found = new ArrayList<>();
        call.body().ifPresent(schema -> collectTexts(schema, "", found));
        return found;
    }

    private void collectTexts(JsonNode schema, String pointer, List<String> found) {
        JsonNode plain = resolved(schema);
        if (plain.path("type").asString("").equals("string") && !plain.has("enum")) {
            found.add(pointer);
        }
        plain.path("properties")
                .properties()
                .forEach(each -> collectTexts(each.getValue(), pointer + "/" + each.getKey(), found));
    }
}
