package io.registrysync.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.spi.ToolProvider;
import picocli.CommandLine.Model.CommandSpec;

/** {@code hash-password}: what a file of users says instead of a password. The hashing is the server's. */
final class HashPasswordCommand implements Command {
    private static final String TOOL = "registry-sync-hash-password";

    private final OutputOptions output = new OutputOptions();

    @Override
    public CommandSpec spec() {
        CommandSpec spec = RegistrySync.describe(
                this, "hash-password", "Print the bcrypt hash of a password, for the server's file of users.");
        spec.usageMessage()
                .footer(
                        "",
                        "The password is asked for, or read from the standard input where there is no terminal.",
                        "",
                        "  " + RegistrySync.NAME + " hash-password <password.txt");
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) throws IOException {
        ToolProvider tool = ToolProvider.findFirst(TOOL)
                .orElseThrow(() -> new UsageException("this distribution has no server beside its libraries"));
        PrintWriter out = new PrintWriter(shell.out(), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(shell.err(), true, StandardCharsets.UTF_8);
        return tool.run(out, err, password(shell));
    }

    private static String password(Shell shell) throws IOException {
        Optional<Shell.Prompt> prompt = shell.prompt();
        if (prompt.isEmpty()) {
            return shell.readLine();
        }
        String password = prompt.get().askSecretly("Password: ");
        if (!prompt.get().askSecretly("Again: ").equals(password)) {
            throw new UsageException("the two passwords differ");
        }
        return password;
    }
}
