package io.registrysync.cli;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option that may be given several times, and each time a list, declared as a field of the command that reads it.
 *
 * @param spec how it stands on the command line
 * @param <T>  what an element of the list is parsed to
 */
record OptionList<T>(OptionSpec spec) {
    /**
     * Declares an option.
     *
     * @param parser refuses a wrong text with {@link IllegalArgumentException}, whose message is shown
     */
    static <T> OptionList<T> of(String name, String label, Function<String, List<T>> parser, String... description) {
        return new OptionList<>(OptionSpec.builder(name)
                .paramLabel(label)
                .arity("1")
                .type(List.class)
                .auxiliaryTypes(Object.class)
                .converters(text -> Option.parsed(parser, text))
                .description(description)
                .build());
    }

    /** Everything that was given, in order. */
    List<T> values() {
        // The lists that converters return have been joined.
        List<T> given = spec.getValue();
        return given == null ? List.of() : List.copyOf(given);
    }

    boolean isSet() {
        return !values().isEmpty();
    }

    String name() {
        return spec.longestName();
    }
}
