package io.registrysync.cli;

import io.registrysync.registry.DockerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What surrounds the command: streams, environment, terminal. Tests bring their own.
 *
 * @param in          standard input
 * @param out         results only, in UTF-8
 * @param err         everything else
 * @param environment the environment variables
 * @param screen      the terminal behind {@code err}; empty where nobody looks at it
 * @param outIsTerminal whether a person looks at {@code out}
 * @param unicode     whether the terminal can show more than ASCII
 * @param logins      where logins are kept
 * @param prompt      asks a person; empty where there is none to ask
 * @param interrupts  tells when to stop
 */
record Shell(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Optional<Screen> screen,
        boolean outIsTerminal,
        boolean unicode,
        Supplier<DockerConfig> logins,
        Optional<Prompt> prompt,
        Interrupts interrupts) {

    /** Asks a person. */
    interface Prompt {
        /** One line, shown while it is typed. */
        String ask(String question);

        /** One line, not shown while it is typed. */
        String askSecretly(String question);
    }

    /** The value of an environment variable; empty where it is not set or empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** Reads the whole input as one line of text without its line end. */
    String readLine() throws IOException {
        return new String(in.readNBytes(64 * 1024), StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
    }

    /** Writes bytes to standard output as they are. */
    void write(byte[] bytes) {
        out.writeBytes(bytes);
        out.flush();
    }
}
