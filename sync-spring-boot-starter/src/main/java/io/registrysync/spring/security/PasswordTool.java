package io.registrysync.spring.security;

import java.io.PrintWriter;
import java.util.spi.ToolProvider;

/**
 * Hashes the password that is its only argument, for a command line that finds it without knowing it. Nobody sees the
 * argument: the tool runs in the process of whoever calls it.
 */
public final class PasswordTool implements ToolProvider {
    private static final int SHORTEST = 8;

    /** For the service loader. */
    public PasswordTool() {}

    @Override
    public String name() {
        return "registry-sync-hash-password";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        try {
            out.println(new Passwords(SHORTEST).hash(String.join(" ", arguments), ""));
            out.flush();
            return 0;
        } catch (IllegalArgumentException refused) {
            err.println("error: " + refused.getMessage());
            err.flush();
            return 2;
        }
    }
}
