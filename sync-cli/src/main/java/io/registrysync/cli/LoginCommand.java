package io.registrysync.cli;

import io.registrysync.oci.RegistryHost;
import io.registrysync.registry.Credentials;
import io.registrysync.registry.Registry;
import io.registrysync.registry.RegistryCheck;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code login REGISTRY}: tries user and password, and keeps them where Docker would. */
final class LoginCommand implements Command {
    private final SingleRegistry registry = new SingleRegistry("REGISTRY", "host[:port]; docker.io is Docker Hub");
    private final OutputOptions output = new OutputOptions();

    @Override
    public CommandSpec spec() {
        CommandSpec spec = RegistrySync.describe(
                this, "login", "Check user and password at a registry, and keep them for other commands.");
        registry.addTo(spec);
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) throws IOException {
        RegistryHost host = AccessOptions.host(registry.text());
        Credentials.Basic login = login(host, shell);
        RegistryCheck check;
        try (Registry opened = registry.open(host, Optional.of(login), shell)) {
            check = opened.check();
        }
        String place = shell.logins().get().login(host, login);
        if (!output.isQuiet()) {
            if (check.authentication().equals("none")) {
                shell.err().println("warning: " + host + " lets everybody in, so the password was not checked");
            }
            shell.err()
                    .println("logged in to " + host + " as " + Foreign.text(login.username()) + "; kept in " + place);
        }
        return ExitCode.OK;
    }

    private Credentials.Basic login(RegistryHost host, Shell shell) throws IOException {
        AccessOptions access = registry.access();
        if (access.readsPassword()) {
            return access.login(shell).orElseThrow();
        }
        Shell.Prompt prompt = shell.prompt()
                .orElseThrow(() -> new UsageException(
                        "there is no terminal to ask for the password", "Use --username NAME --password-stdin."));
        String user = access.user().orElseGet(() -> prompt.ask("User name for " + host + ": "));
        String password = prompt.askSecretly("Password: ");
        if (user.isEmpty() || password.isEmpty()) {
            throw new UsageException("user name and password must not be empty");
        }
        try {
            return new Credentials.Basic(user, password);
        } catch (IllegalArgumentException malformed) {
            throw new UsageException(String.valueOf(malformed.getMessage()));
        }
    }
}
