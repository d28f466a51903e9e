package io.registrysync.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A list that somebody keeps in a file: one name per line, {@code #} begins a comment. */
final class Lines {
    private static final int LONGEST_INPUT = 64 * 1024 * 1024;

    private Lines() {}

    /**
     * Reads a list.
     *
     * @param file   {@code -} is standard input
     * @param parser refuses a wrong line with {@link IllegalArgumentException}, whose message is shown with its place
     * @return each element once, in order
     * @throws UsageException where the file cannot be read, a line is wrong, or all lines are empty
     */
    static <T> List<T> read(Path file, Shell shell, Function<String, T> parser) {
        boolean isInput = file.toString().equals("-");
        String name = isInput ? "standard input" : file.toString();
        List<T> elements = new ArrayList<>();
        int number = 0;
        for (String line : text(file, isInput, name, shell).lines().toList()) {
            number++;
            String element = line.replaceFirst("(^|\\s)#.*", "").strip();
            if (!element.isEmpty()) {
                elements.add(parsed(parser, element, name + ", line " + number));
            }
        }
        if (elements.isEmpty()) {
            throw new UsageException(name + " has no names in it");
        }
        return elements.stream().distinct().toList();
    }

    private static <T> T parsed(Function<String, T> parser, String element, String where) {
        try {
            return parser.apply(element);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(where + ": " + wrong.getMessage(), "One name per line; # begins a comment.");
        }
    }

    private static String text(Path file, boolean isInput, String name, Shell shell) {
        try {
            String text = isInput
                    ? new String(shell.in().readNBytes(LONGEST_INPUT), StandardCharsets.UTF_8)
                    : Files.readString(file, StandardCharsets.UTF_8);
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException binary) {
            throw new UsageException(name + " is not a text in UTF-8");
        } catch (IOException unreadable) {
            throw new UsageException("the list " + name + " cannot be read");
        }
    }
}
