package io.registrysync.spring.web;

import java.util.Collection;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What is wrong with the body of a request, without repeating it: it may hold a secret. */
final class Bodies {
    private Bodies() {}

    /** A text that has to be there. */
    static String required(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the property " + name + " is missing");
        }
        return value;
    }

    /** Does what may complain of a property, which the complaint then names. */
    static <T> T about(String property, Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(property + ": " + wrong.getMessage(), wrong);
        }
    }

    static String complaint(@Nullable Throwable cause) {
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return "unknown property " + shown(unknown.getPropertyName()) + "; known are "
                    + names(unknown.getKnownPropertyIds());
        }
        if (cause instanceof StreamReadException broken) {
            return "the body is not JSON (line " + broken.getLocation().getLineNr() + ", column "
                    + broken.getLocation().getColumnNr() + ")";
        }
        if (cause instanceof DatabindException wrong && !wrong.getPath().isEmpty()) {
            return path(wrong) + ": not a value that is expected here";
        }
        return "the body is missing, or is not the JSON object that is expected here";
    }

    private static String path(DatabindException wrong) {
        return wrong.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(name -> name != null)
                .map(Bodies::shown)
                .collect(Collectors.joining("."));
    }

    private static String names(@Nullable Collection<Object> known) {
        return known == null
                ? "none"
                : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String shown(String name) {
        String cut = name.length() > 60 ? name.substring(0, 60) + "…" : name;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
