package io.registrysync.spec;

import java.util.List;

/** Copies as a script for any POSIX shell, for machines that get nothing but it and the command line. */
public final class ShellScript {
    private static final String HEAD = """
            #!/bin/sh
            # Copies COUNT images. Arguments go to each copy, for example: --platform linux/amd64
            # Goes on after a failure; the exit code is 1 where anything failed.
            set -eu

            failed=0
            ended() {
              case $1 in
                10) ;;
                130 | 143) exit "$1" ;;
                *) failed=$((failed + 1)) ;;
              esac
            }

            """;
    private static final String TAIL = """

            if [ "$failed" -gt 0 ]; then
              echo "$failed of COUNT copies failed" >&2
              exit 1
            fi
            """;

    private ShellScript() {}

    /**
     * One copy.
     *
     * @param source  an image as the command line takes it
     * @param targets the same
     */
    public record Copy(String source, List<String> targets) {
        /** Freezes the list. */
        public Copy {
            targets = List.copyOf(targets);
        }
    }

    /**
     * One copy a line. The script goes on after a failure, and tells at the end; what differs in a dry run is none.
     *
     * @param options of every copy, such as {@code --platform linux/amd64}, a word each; those that the script is given
     *     follow
     */
    public static String of(List<String> options, List<Copy> copies) {
        String count = String.valueOf(copies.size());
        StringBuilder script = new StringBuilder(HEAD.replace("COUNT", count));
        copies.forEach(copy -> script.append(line(options, copy)));
        return script.append(TAIL.replace("COUNT", count)).toString();
    }

    private static String line(List<String> options, Copy copy) {
        StringBuilder line = new StringBuilder("registry-sync copy");
        options.forEach(option -> line.append(' ').append(quoted(option)));
        line.append(" \"$@\" -- ").append(quoted(copy.source()));
        copy.targets().forEach(target -> line.append(' ').append(quoted(target)));
        return line.append(" || ended $?\n").toString();
    }

    /** As one word, whatever is in it (POSIX, Shell Command Language, 2.2.2). */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
