package io.registrysync.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A parameter that has no name, declared as a field of the command that reads it.
 *
 * @param spec how it stands on the command line
 */
record Parameter(PositionalParamSpec spec) {
    /** The one at a place, counted from 0. */
    static Parameter required(int index, String label, String description) {
        return of(String.valueOf(index), "1", label, description);
    }

    /** The one at a place, counted from 0, which may be left out. */
    static Parameter optional(int index, String label, String description) {
        return of(String.valueOf(index), "0..1", label, description);
    }

    /** One or more, from a place on. */
    static Parameter several(int index, String label, String description) {
        return of(index + "..*", "1..*", label, description);
    }

    /** All of them; whether there are enough is for the command to say. */
    static Parameter any(String label, String... description) {
        return of("0..*", "0..*", label, description);
    }

    /** The text of one that is required. */
    String text() {
        return texts().get(0);
    }

    /** The text of one that may be left out. */
    Optional<String> optionalText() {
        return texts().stream().findFirst();
    }

    /** All texts, in order. */
    List<String> texts() {
        String[] given = spec.getValue();
        return given == null ? List.of() : List.of(given);
    }

    private static Parameter of(String index, String arity, String label, String... description) {
        return new Parameter(PositionalParamSpec.builder()
                .index(index)
                .arity(arity)
                .required(!arity.startsWith("0"))
                .paramLabel(label)
                .type(String[].class)
                .description(description)
                .build());
    }
}
