package io.registrysync.cli;

import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * An option with a value, declared as a field of the command that reads it.
 *
 * @param spec how it stands on the command line
 * @param <T>  what the text is parsed to
 */
record Option<T>(OptionSpec spec) {
    /**
     * Declares an option.
     *
     * @param parser refuses a wrong text with {@link IllegalArgumentException}, whose message is shown
     */
    static <T> Option<T> of(String name, String label, Function<String, T> parser, String... description) {
        return new Option<>(OptionSpec.builder(name)
                .paramLabel(label)
                .arity("1")
                .type(Object.class)
                .converters(text -> parsed(parser, text))
                .description(description)
                .build());
    }

    /** What was given. Empty before the command line has been parsed, too. */
    Optional<T> value() {
        return Optional.ofNullable(spec.getValue());
    }

    String name() {
        return spec.longestName();
    }

    static <T> T parsed(Function<String, T> parser, String text) {
        try {
            return parser.apply(text);
        } catch (NumberFormatException notANumber) {
            throw new TypeConversionException("'" + text + "' is not a number");
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }
}
