package io.registrysync.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import picocli.CommandLine.Model.CommandSpec;

/** {@code server}: the web server, which stands in a folder of its own so that no other command has to load it. */
final class ServerCommand implements Command {
    private static final String TOOL = "registry-sync-server";

    private final Option<Integer> port =
            Option.of("--port", "PORT", ServerCommand::port, "where it listens; 8080 unless given");
    private final Option<String> address = Option.of(
            "--address", "ADDRESS", text -> text, "on which address it listens; all of this machine unless given");
    private final Option<Path> data =
            Option.of("--data", "FOLDER", Path::of, "where the database and the key are; ./data unless given");
    private final Flag demo = new Flag("--demo", "with two registries of its own and a few images, to try it");
    private final Option<Path> config =
            Option.of("--config", "FILE", Path::of, "properties of the server, in YAML or as a properties file");
    private final Option<Path> users =
            Option.of("--users", "FILE", Path::of, "users to begin with, with hashes of their passwords, in YAML");
    private final Flag behindProxy = new Flag(
            "--behind-proxy",
            "believe X-Forwarded-For and the like of proxies in private networks; nobody unless given");
    private final OutputOptions output = new OutputOptions();

    private static int port(String text) {
        int number = Integer.parseInt(text);
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535");
        }
        return number;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = RegistrySync.describe(this, "server", "Serve the web pages and the REST interface.")
                .addOption(port.spec())
                .addOption(address.spec())
                .addOption(data.spec())
                .addOption(demo.spec())
                .addOption(config.spec())
                .addOption(users.spec())
                .addOption(behindProxy.spec());
        spec.usageMessage()
                .footer(
                        "",
                        "Environment: REGISTRY_SYNC_DATA, REGISTRY_SYNC_DB_URL, REGISTRY_SYNC_DB_USERNAME,",
                        "             REGISTRY_SYNC_DB_PASSWORD, REGISTRY_SYNC_KEYS, REGISTRY_SYNC_ADMIN_PASSWORD",
                        "",
                        "  " + RegistrySync.NAME + " server --data /var/lib/registry-sync");
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) {
        ToolProvider server = ToolProvider.findFirst(TOOL)
                .orElseThrow(() -> new UsageException("this distribution has no server beside its libraries"));
        List<String> properties = new ArrayList<>();
        port.value().ifPresent(number -> properties.add("--server.port=" + number));
        address.value().ifPresent(host -> properties.add("--server.address=" + host));
        data.value().ifPresent(folder -> properties.add("--registry-sync.data=" + folder));
        config.value().ifPresent(file -> properties.add("--spring.config.additional-location=file:" + file));
        users.value().ifPresent(file -> properties.add("--registry-sync.security.users-file=" + file));
        if (behindProxy.isSet()) {
            properties.add("--server.forward-headers-strategy=native");
        }
        if (demo.isSet()) {
            properties.add("--registry-sync.demo=true");
        }
        PrintWriter out = new PrintWriter(shell.out(), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(shell.err(), true, StandardCharsets.UTF_8);
        return server.run(out, err, properties.toArray(String[]::new));
    }
}
