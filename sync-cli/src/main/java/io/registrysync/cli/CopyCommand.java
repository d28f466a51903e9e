package io.registrysync.cli;

import io.registrysync.oci.Reference;
import io.registrysync.oci.RegistryHost;
import io.registrysync.registry.Credentials;
import io.registrysync.registry.Registry;
import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncPlan;
import io.registrysync.sync.SyncRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Model.CommandSpec;

/** {@code copy SRC DST...}: one image or all of a repository, to one repository or several. */
final class CopyCommand implements Command {
    private final Parameter source =
            Parameter.required(0, "SRC", "what is copied: host[:port]/path[:tag][@digest]; default tag: latest");
    private final Parameter targets = Parameter.several(1, "DST", "where to; without a tag it gets that of SRC");
    private final Flag allTags = new Flag("--all-tags", "copy every tag of the repository");
    private final Flag dryRun = new Flag("--dry-run", "only say what would be done; exit code 10 if there is anything");
    private final Option<OutputOptions.Format> format = OutputOptions.format();
    private final Option<Path> report =
            Option.of("--report", "FILE", Path::of, "write counts and every failure to a JSON file");
    private final LimitOptions limits = new LimitOptions();
    private final AccessOptions sourceAccess = AccessOptions.source();
    private final AccessOptions targetAccess = AccessOptions.target();
    private final OutputOptions output = new OutputOptions();

    @Override
    public CommandSpec spec() {
        CommandSpec spec = RegistrySync.describe(
                        this, "copy", "Copy an image, or all of a repository, to one or more repositories.")
                .addPositional(source.spec())
                .addPositional(targets.spec())
                .addOption(allTags.spec())
                .addOption(dryRun.spec())
                .addOption(format.spec())
                .addOption(report.spec());
        spec.usageMessage()
                .footer(
                        "",
                        "Exit codes: 0 done, 1 something failed, 2 usage or configuration, 3 access denied,",
                        "            10 --dry-run found differences, 130 stopped.",
                        "",
                        "  " + RegistrySync.NAME + " copy nginx:1.25 registry.example.com/prod/nginx",
                        "  " + RegistrySync.NAME
                                + " copy --all-tags a.example.com/web b.example.com/web c.example.com/web");
        limits.addAllTo(spec);
        sourceAccess.addTo(spec);
        targetAccess.addTo(spec);
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) throws IOException {
        CopyRequest request = CopyRequest.parse(source.text(), targets.texts(), allTags.isSet());
        if (sourceAccess.readsStdin() && targetAccess.readsStdin()) {
            throw new UsageException(sourceAccess.passwordStdinName() + " and " + targetAccess.passwordStdinName()
                    + " cannot both read standard input");
        }
        Optional<ReportFile> reportFile = Optional.empty();
        if (report.value().isPresent()) {
            reportFile = Optional.of(ReportFile.prepare(report.value().get()));
        }
        try (Registries registries = new Registries(shell)) {
            CopyView view = view(shell);
            Sync sync = describe(request, registries);
            CopyOutcome outcome = dryRun.isSet() ? plan(sync, view) : copy(sync, view, shell);
            if (reportFile.isPresent()) {
                reportFile.get().write(outcome);
            }
            view.ended(outcome);
            return outcome.exitCode();
        }
    }

    private Sync describe(CopyRequest request, Registries registries) throws IOException {
        Reference from = request.source();
        Sync.Selected selected = request.select(
                Sync.from(registries.at(from.registry(), sourceAccess).repository(from.repository())));
        Sync sync = null;
        for (Reference to : request.targets()) {
            var repository = registries.at(to.registry(), targetAccess).repository(to.repository());
            sync = sync == null ? selected.to(repository) : sync.andTo(repository);
        }
        if (sync == null) {
            throw new IllegalStateException("the command line demands a target");
        }
        return limits.limit(sync);
    }

    private CopyOutcome copy(Sync sync, CopyView view, Shell shell) {
        Instant started = InstantSource.system().instant();
        SyncRun run = sync.listener(view).start();
        AtomicBoolean over = new AtomicBoolean();
        shell.interrupts().onStop(run::cancel, () -> {
            if (!over.getAndSet(true)) {
                view.ended(CopyOutcome.abandoned(run.progress(), started));
            }
        });
        try {
            return CopyOutcome.of(run.await());
        } finally {
            over.set(true);
        }
    }

    private CopyOutcome plan(Sync sync, CopyView view) {
        InstantSource clock = InstantSource.system();
        Instant started = clock.instant();
        SyncPlan plan = sync.plan();
        view.planned(plan);
        return CopyOutcome.of(plan, started, Duration.between(started, clock.instant()));
    }

    private CopyView view(Shell shell) {
        if (format.value().orElse(OutputOptions.Format.TEXT) == OutputOptions.Format.JSON) {
            return new JsonView(shell, output.errStyle(shell), InstantSource.system());
        }
        Style style = output.errStyle(shell);
        TextView text = new TextView(shell, style, output.outStyle(shell), output.verbosity(), output.isQuiet());
        return shell.screen().isPresent() && !output.isQuiet() && !dryRun.isSet()
                ? new LiveView(shell.screen().get(), shell, style, text)
                : text;
    }

    /** The registries of one command, each opened once per side. */
    private final class Registries implements AutoCloseable {
        private final Shell shell;
        private final Map<AccessOptions, Optional<Credentials.Basic>> logins = new HashMap<>();
        private final Map<Opened, Registry> open = new HashMap<>();

        private record Opened(RegistryHost host, AccessOptions access) {}

        Registries(Shell shell) {
            this.shell = shell;
        }

        Registry at(RegistryHost host, AccessOptions access) throws IOException {
            // Standard input can be read once only.
            if (!logins.containsKey(access)) {
                logins.put(access, access.login(shell));
            }
            Optional<Credentials.Basic> login = logins.getOrDefault(access, Optional.empty());
            return open.computeIfAbsent(
                    new Opened(host, access),
                    wanted -> limits.limit(access.registry(host, login, shell)).open());
        }

        @Override
        public void close() {
            open.values().forEach(Registry::close);
        }
    }
}
