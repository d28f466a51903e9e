package io.registrysync.cli;

import io.registrysync.oci.RegistryHost;
import io.registrysync.registry.Credentials;
import io.registrysync.registry.Registry;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** What commands have in common that ask one registry something: its name, access to it, and limits. */
final class SingleRegistry {
    private final Parameter name;
    private final AccessOptions access = AccessOptions.only();
    private final LimitOptions limits = new LimitOptions();

    SingleRegistry(String label, String description) {
        name = Parameter.required(0, label, description);
    }

    void addTo(CommandSpec command) {
        command.addPositional(name.spec());
        limits.addTo(command);
        access.addTo(command);
    }

    /** The parameter as it was given. */
    String text() {
        return name.text();
    }

    AccessOptions access() {
        return access;
    }

    /** Opens whatever the parameter may name; the caller closes it. */
    Places places(Shell shell) {
        return Places.reading(access, limits, shell);
    }

    /** Makes the registry, with the login of the command line or a stored one; the caller closes it. */
    Registry open(RegistryHost host, Shell shell) throws IOException {
        return open(host, access.login(shell), shell);
    }

    /** Makes the registry; the caller closes it. */
    Registry open(RegistryHost host, Optional<Credentials.Basic> login, Shell shell) {
        return limits.limit(access.registry(host, login, shell)).open();
    }
}
