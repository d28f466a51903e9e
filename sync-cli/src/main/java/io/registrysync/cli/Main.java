package io.registrysync.cli;

import io.registrysync.registry.DockerConfig;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The process: standard streams, signals and the exit code. */
public final class Main {
    private Main() {}

    /** Runs one command line and exits. */
    public static void main(String[] arguments) {
        Interrupts interrupts = new Interrupts();
        Runtime.getRuntime().addShutdownHook(new Thread(interrupts::stop, "registry-sync-stop"));
        int exitCode = new RegistrySync(shell(interrupts)).run(List.of(arguments));
        interrupts.ended();
        System.exit(exitCode);
    }

    private static Shell shell(Interrupts interrupts) {
        Charset charset = Charset.forName(System.getProperty("native.encoding", "UTF-8"));
        boolean unicode = charset.newEncoder().canEncode('━');
        FileOutputStream err = new FileOutputStream(FileDescriptor.err);
        Optional<Screen> screen = isTerminal("err", 2) ? Optional.of(new Screen(err, charset)) : Optional.empty();
        PrintStream errText =
                screen.isPresent() ? new PrintStream(screen.get(), true, charset) : new PrintStream(err, true, charset);
        // What anything else writes there, such as a logger, must not run into the live lines.
        System.setErr(errText);
        return new Shell(
                System.in,
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 8192),
                        false,
                        StandardCharsets.UTF_8),
                errText,
                System.getenv(),
                screen,
                isTerminal("out", 1),
                unicode,
                DockerConfig::load,
                Optional.ofNullable(System.console())
                        .filter(console -> isTerminal("in", 0))
                        .map(ConsolePrompt::new),
                interrupts);
    }

    /**
     * Whether a person looks at one of our streams. The launcher knows; where there was none, the system may tell.
     *
     * @param name how the launcher calls it
     */
    private static boolean isTerminal(String name, int descriptor) {
        String told = System.getProperty("registrysync.terminals");
        if (told != null) {
            return List.of(told.split(",")).contains(name);
        }
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException | SecurityException unknown) {
            return false;
        }
    }

    /** Asks through the terminal of the process. */
    private record ConsolePrompt(Console console) implements Shell.Prompt {
        @Override
        public String ask(String question) {
            return Optional.ofNullable(console.readLine("%s", question)).orElse("");
        }

        @Override
        public String askSecretly(String question) {
            return Optional.ofNullable(console.readPassword("%s", question))
                    .map(String::new)
                    .orElse("");
        }
    }
}
