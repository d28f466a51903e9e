package io.registrysync.spring.security;

import java.io.CharArrayWriter;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Finds text that nothing behind could hold: NUL, which no text column takes, and halves of characters, which no answer can
 * repeat. JSON can express both.
 */
final class TextWall {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST_PLACE = 80;

    private TextWall() {}

    /** Where in a body such a text is. Nothing where there is none, and where the body is no JSON: the handler says that. */
    static Optional<String> trouble(byte[] json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean isText = token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME;
                if (isText && !isSound(parser)) {
                    return Optional.of(shown(parser.streamReadContext()
                            .pathAsPointer()
                            .toString()
                            .substring(1)));
                }
            }
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** The name of such a parameter. */
    static Optional<String> trouble(Map<String, String[]> parameters) {
        for (Map.Entry<String, String[]> each : parameters.entrySet()) {
            for (String value : each.getValue()) {
                if (!isSound(value) || !isSound(each.getKey())) {
                    return Optional.of(shown(each.getKey()));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isSound(JsonParser parser) {
        CharArrayWriter text = new CharArrayWriter();
        parser.getString(text);
        return isSound(text.toString());
    }

    private static boolean isSound(String text) {
        return text.indexOf('\0') < 0 && text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
    }

    /** Goes into an answer as it is, so that little is left of what was sent. */
    private static String shown(String path) {
        String plain = path.replace('/', '.').replaceAll("[^A-Za-z0-9._-]", "?");
        return plain.length() > LONGEST_PLACE ? plain.substring(0, LONGEST_PLACE) : plain;
    }
}
