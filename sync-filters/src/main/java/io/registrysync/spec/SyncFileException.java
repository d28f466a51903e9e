package io.registrysync.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A file that does not describe syncs. The message lists what is wrong, one problem a line, in the order of the file. */
public final class SyncFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    private final transient List<Problem> problems;

    SyncFileException(List<Problem> problems) {
        super(text(problems));
        this.problems = problems.stream().limit(SHOWN).toList();
    }

    /** The first problems, at most 20, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }

    private static String text(List<Problem> problems) {
        String first = problems.stream().limit(SHOWN).map(Problem::toString).collect(Collectors.joining("\n"));
        int more = problems.size() - SHOWN;
        return more > 0 ? first + "\nand " + more + " more problems" : first;
    }

    /**
     * One thing that is wrong.
     *
     * @param file    the name of the file
     * @param line    from 1; 0 where values were read that are no text
     * @param column  from 1, in characters; 0 like the line
     * @param path    the way to the value, such as {@code tags.include[1]}, where there is no line; empty for the whole
     * @param message what is wrong and what to write instead; holds no secret
     */
    public record Problem(String file, int line, int column, String path, String message) {
        /**
         * {@code file:line:column: message}, as compilers write it, so that editors can jump to it; without a line
         * {@code path: message}.
         */
        @Override
        public String toString() {
            if (line > 0) {
                return file + ":" + line + ":" + column + ": " + message;
            }
            return path.isEmpty() ? message : path + ": " + message;
        }
    }
}
