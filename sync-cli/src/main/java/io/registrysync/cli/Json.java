package io.registrysync.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.registrysync.registry.RegistryError;
import io.registrysync.registry.RegistryException;
import io.registrysync.sync.Cost;
import io.registrysync.sync.Side;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** What the JSON of all commands has in common. Names are in camel case, sizes in bytes, digests complete. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes the properties of an object. */
    @FunctionalInterface
    interface Properties {
        void write(JsonGenerator json) throws IOException;
    }

    /** An object on one line. */
    static String line(Properties properties) {
        return object(properties, false);
    }

    /** An object on many lines, for people who open the file. */
    static String document(Properties properties) {
        return object(properties, true);
    }

    /** How an image failed. */
    static void failure(JsonGenerator json, FailedImage failed) throws IOException {
        failure(json, failed.side(), failed.cause());
    }

    static void failure(JsonGenerator json, Side side, RegistryException cause) throws IOException {
        json.writeStringField("side", FailureText.side(side));
        failure(json, cause);
    }

    static void failure(JsonGenerator json, RegistryException cause) throws IOException {
        json.writeStringField("operation", cause.operation());
        json.writeStringField("name", cause.name());
        json.writeStringField("kind", camelCase(cause.kind()));
        json.writeStringField("reason", cause.reason());
        if (cause.status() > 0) {
            json.writeNumberField("httpStatus", cause.status());
        }
        json.writeArrayFieldStart("errors");
        for (RegistryError error : cause.errors()) {
            json.writeStartObject();
            json.writeStringField("code", error.code());
            json.writeStringField("message", error.message());
            json.writeStringField("detail", error.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("hint", cause.hint());
    }

    /** How a copy ended, without its failures. */
    static void outcome(JsonGenerator json, CopyOutcome outcome) throws IOException {
        json.writeStringField("status", camelCase(outcome.status()));
        json.writeNumberField("exitCode", outcome.exitCode());
        json.writeStringField("started", outcome.started().toString());
        json.writeNumberField("elapsedMillis", outcome.elapsed().toMillis());
        counts(json, "images", outcome.images());
        if (!outcome.tags().isEmpty()) {
            counts(json, "tags", outcome.tags());
        }
        if (outcome.cost().isPresent()) {
            cost(json, outcome.cost().get());
        }
        if (outcome.progress().isPresent()) {
            var progress = outcome.progress().get();
            json.writeObjectFieldStart("blobs");
            json.writeNumberField("total", progress.blobs().total());
            json.writeNumberField("uploaded", progress.blobs().uploaded());
            json.writeNumberField("present", progress.blobs().present());
            json.writeNumberField("failed", progress.blobs().failed());
            json.writeEndObject();
            json.writeObjectFieldStart("bytes");
            json.writeNumberField("total", progress.bytes().total());
            json.writeNumberField("sent", progress.bytes().sent());
            json.writeNumberField("present", progress.bytes().present());
            json.writeEndObject();
        }
    }

    /** What a copy takes. */
    static void cost(JsonGenerator json, Cost cost) throws IOException {
        json.writeObjectFieldStart("cost");
        json.writeNumberField("sourceReads", cost.sourceReads());
        json.writeNumberField("blobs", cost.blobs());
        json.writeNumberField("bytesToMove", cost.bytesToMove());
        json.writeNumberField("bytesMountable", cost.bytesMountable());
        json.writeNumberField("bytesPresent", cost.bytesPresent());
        json.writeEndObject();
    }

    private static void counts(JsonGenerator json, String property, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(property);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    /** {@code ACCESS_DENIED} is {@code accessDenied}. */
    static String camelCase(Enum<?> constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

    private static String object(Properties properties, boolean pretty) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            if (pretty) {
                json.useDefaultPrettyPrinter();
            }
            json.writeStartObject();
            properties.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("strings can be written to", impossible);
        }
        return text.toString();
    }
}
