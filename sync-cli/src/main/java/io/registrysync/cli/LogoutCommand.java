package io.registrysync.cli;

import io.registrysync.oci.RegistryHost;
import picocli.CommandLine.Model.CommandSpec;

/** {@code logout REGISTRY}: forgets what {@code login} keeps. */
final class LogoutCommand implements Command {
    private final Parameter registry = Parameter.required(0, "REGISTRY", "host[:port]; docker.io is Docker Hub");
    private final OutputOptions output = new OutputOptions();

    @Override
    public CommandSpec spec() {
        return RegistrySync.describe(this, "logout", "Forget the login at a registry.")
                .addPositional(registry.spec());
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) {
        RegistryHost host = AccessOptions.host(registry.text());
        boolean wasThere = shell.logins().get().logout(host);
        if (!output.isQuiet()) {
            shell.err().println(wasThere ? "logged out of " + host : "there was no login at " + host);
        }
        return ExitCode.OK;
    }
}
