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
     * @param line    from 1
     * @param column  from 1, in characters
     * @param message what is wrong and what to write instead; holds no secret
     */
    public record Problem(String file, int line, int column, String message) {
        /** {@code file:line:column: message}, as compilers write it, so that editors can jump to it. */
        @Override
        public String toString() {
            return file + ":" + line + ":" + column + ": " + message;
        }
    }
}
