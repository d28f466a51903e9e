package io.registrysync.cli;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How much is said, and how it looks. Every command has these. */
final class OutputOptions {
    /** How results are written to standard output. */
    enum Format {
        TEXT,
        JSON
    }

    private enum Color {
        AUTO,
        ALWAYS,
        NEVER
    }

    static final String COLOR = "--color";

    private final OptionSpec verbose = OptionSpec.builder("-v", "--verbose")
            .type(boolean[].class)
            .arity("0")
            .description("say more; twice: also requests and stack traces")
            .build();
    private final OptionSpec quiet = OptionSpec.builder("-q", "--quiet")
            .type(boolean.class)
            .arity("0")
            .description("say nothing but errors")
            .build();
    private final Option<Color> color =
            Option.of(COLOR, "WHEN", text -> constant(Color.class, text), "auto, always or never");

    /** Declares {@code --output}, for commands that have results. */
    static Option<Format> format() {
        return Option.of(
                "--output", "FORMAT", text -> constant(Format.class, text), "text or json: results on standard output");
    }

    static boolean isForEveryCommand(String argument) {
        return argument.matches("-v+|-q|--verbose|--quiet|" + COLOR + "(=.*)?");
    }

    void addTo(CommandSpec command) {
        command.addOption(verbose)
                .addOption(quiet)
                .addOption(color.spec())
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .arity("0")
                        .description("show this help")
                        .build());
    }

    /** 0, or how often {@code -v} was given. */
    int verbosity() {
        boolean[] given = verbose.getValue();
        return given == null ? 0 : given.length;
    }

    boolean isQuiet() {
        return Boolean.TRUE.equals(quiet.getValue());
    }

    /** How standard error may look. */
    Style errStyle(Shell shell) {
        return style(shell, shell.screen().isPresent());
    }

    /** How standard output may look. */
    Style outStyle(Shell shell) {
        return style(shell, shell.outIsTerminal());
    }

    private Style style(Shell shell, boolean isTerminal) {
        boolean colored = switch (color.value().orElse(Color.AUTO)) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                isTerminal
                        && shell.variable("NO_COLOR").isEmpty()
                        && !"dumb".equals(shell.environment().get("TERM"));
        };
        return new Style(colored, shell.unicode());
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text.toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        String names = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .toList());
        throw new IllegalArgumentException("'" + text + "' is none of: " + names);
    }
}
