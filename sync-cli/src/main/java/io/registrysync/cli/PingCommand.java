package io.registrysync.cli;

import io.registrysync.registry.Registry;
import io.registrysync.registry.RegistryCheck;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;

/** {@code ping REGISTRY}: whether a registry can be reached, and as whom. */
final class PingCommand implements Command {
    private final SingleRegistry registry = new SingleRegistry("REGISTRY", "host[:port]");
    private final Option<OutputOptions.Format> format = OutputOptions.format();
    private final OutputOptions output = new OutputOptions();

    @Override
    public CommandSpec spec() {
        CommandSpec spec = RegistrySync.describe(
                        this, "ping", "Look whether a registry answers, lets us in, and how fast.")
                .addOption(format.spec());
        registry.addTo(spec);
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) throws IOException {
        try (Registry opened = registry.open(AccessOptions.host(registry.text()), shell)) {
            opened.check();
            // The first answer took connecting and logging in; the second one tells the distance.
            long before = System.nanoTime();
            RegistryCheck check = opened.check();
            Duration roundTrip = Duration.ofNanos(System.nanoTime() - before);
            show(check, roundTrip, shell);
        }
        return ExitCode.OK;
    }

    private void show(RegistryCheck check, Duration roundTrip, Shell shell) {
        boolean tls = "https".equals(check.address().getScheme());
        if (format.value().orElse(OutputOptions.Format.TEXT) == OutputOptions.Format.JSON) {
            shell.out().println(Json.line(json -> {
                json.writeStringField("address", check.address().toString());
                json.writeBooleanField("tls", tls);
                json.writeStringField("authentication", check.authentication());
                json.writeStringField("user", check.user());
                json.writeNumberField("roundTripMicros", roundTrip.toNanos() / 1000);
            }));
            return;
        }
        if (output.isQuiet()) {
            return;
        }
        Table table = new Table(output.outStyle(shell));
        table.row("address", check.address().toString());
        table.row("reachable", "yes" + (tls ? ", with TLS" : ", without TLS"));
        table.row(
                "login",
                switch (check.authentication()) {
                    case "none" -> "not asked for";
                    case "basic" -> "user and password";
                    default -> check.authentication();
                });
        table.row("user", check.user().isEmpty() ? "(anybody)" : check.user());
        table.row("round trip", Amounts.millis(roundTrip));
        table.print(shell.out());
    }
}
