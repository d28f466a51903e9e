package io.registrysync.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Decodes the body of a registry's error answer (distribution specification, "Error Codes"). */
final class ErrorBody {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_ERRORS = 50;
    private static final int MAX_TEXT = 300;
    private static final int MAX_CODE = 64;

    private ErrorBody() {}

    /** Reads at most 64 KiB. Never throws: an answer that is not of the form gives one entry with its first line. */
    static List<RegistryError> read(Response response) {
        try {
            byte[] bytes = response.body().readNBytes(MAX_BYTES);
            String text = new String(bytes, StandardCharsets.UTF_8);
            List<RegistryError> errors = parse(text);
            return errors.isEmpty() && !text.isBlank() ? List.of(unstructured(response, text)) : errors;
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static RegistryError unstructured(Response response, String text) {
        boolean markup = text.stripLeading().startsWith("<")
                || response.header("Content-Type").orElse("").contains("html");
        String message = markup ? "the answer is a web page, not a registry's" : ForeignText.clean(text, MAX_TEXT);
        return new RegistryError("", message, "");
    }

    private static List<RegistryError> parse(String text) {
        List<RegistryError> errors = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return List.of();
            }
            while (errors.size() < MAX_ERRORS && json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("errors") && value == JsonToken.START_ARRAY) {
                    while (errors.size() < MAX_ERRORS && json.nextToken() == JsonToken.START_OBJECT) {
                        errors.add(error(json));
                    }
                } else if (value == JsonToken.VALUE_STRING
                        && (name.equals("message") || name.equals("details") || name.equals("error"))) {
                    // Token servers and proxies answer with one of these at the top.
                    errors.add(new RegistryError("", ForeignText.clean(json.getText(), MAX_TEXT), ""));
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException broken) {
            // What was read before the break still helps.
        }
        return errors;
    }

    private static RegistryError error(JsonParser json) throws IOException {
        String code = "";
        String message = "";
        String detail = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "code" -> code = ForeignText.clean(flat(json), MAX_CODE);
                case "message" -> message = ForeignText.clean(flat(json), MAX_TEXT);
                case "detail" -> detail = ForeignText.clean(flat(json), MAX_TEXT);
                default -> json.skipChildren();
            }
        }
        return new RegistryError(code, message, detail);
    }

    /** The texts of a value of any type, one after the other. */
    private static String flat(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return "";
        }
        if (!json.currentToken().isStructStart()) {
            return json.getText();
        }
        StringBuilder text = new StringBuilder();
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token == null) {
                break;
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isScalarValue() && text.length() < MAX_TEXT) {
                text.append(text.isEmpty() ? "" : " ").append(json.getText());
            }
        }
        return text.toString();
    }
}
