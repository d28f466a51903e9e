package io.registrysync.spring.web;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import org.jspecify.annotations.Nullable;

/** A body that holds what is asked for and nothing else: who sends {@code "role"} where there is none is told so. */
interface AdminBody {
    /** Is called for what has no place. */
    @JsonAnySetter
    default void unknown(String name, @Nullable Object value) {
        throw new IllegalArgumentException("there is no property " + name);
    }

    /** A text that has to be there. */
    static String required(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the property " + name + " is missing");
        }
        return value;
    }
}
