package io.registrysync.cli;

import io.registrysync.oci.RegistryHost;
import io.registrysync.registry.Registry;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.spec.FileRegistries;
import io.registrysync.spec.Registries;
import io.registrysync.spec.RegistrySpec;
import io.registrysync.spec.ResolvedSync;
import io.registrysync.spec.SyncSpec;
import io.registrysync.sync.Sync;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** Runs syncs of a file one after the other, or finds out what they would do. Not safe for use by several threads. */
final class SyncRuns {
    private final RunOptions options;
    private final StateOptions state;
    private final OutputOptions output;
    private final Shell shell;
    private final InstantSource clock = InstantSource.system();
    private final Set<String> warned = new HashSet<>();

    SyncRuns(RunOptions options, StateOptions state, OutputOptions output, Shell shell) {
        this.options = options;
        this.state = state;
        this.output = output;
        this.shell = shell;
    }

    /** Runs these in order. One that fails does not stop the next; a signal stops all. */
    SyncsOutcome run(SyncFileOptions.Loaded file, List<SyncSpec> syncs) throws IOException {
        SyncsOutcome outcome = SyncsOutcome.none(clock.instant(), options.isDryRun());
        try (FileRegistries registries = new FileRegistries(
                file.content().registries(), file.folder(), shell.environment(), this::registry, this::warn)) {
            for (SyncSpec sync : syncs) {
                outcome = outcome.with(sync.name(), runAlone(sync, registries, file.folder()));
                if (outcome.isStopped()) {
                    break;
                }
            }
        }
        return outcome.ended(clock.instant());
    }

    /** One that names channels is told, once, that nobody hears of it. */
    void warnOfNotification(List<SyncSpec> syncs) {
        syncs.stream()
                .filter(sync -> sync.notification().enabled()
                        && !sync.notification().channels().isEmpty())
                .findFirst()
                .ifPresent(sync -> warn("notification of sync '" + Foreign.text(sync.name())
                        + "': this version of the command line sends no messages; use --report or the exit code"));
    }

    /** Says something that is no failure, once. */
    void warn(String text) {
        if (!output.isQuiet() && warned.add(text)) {
            shell.err().println(output.errStyle(shell).yellow("warning:") + " " + text);
        }
    }

    /** What nobody expected in one sync does not end the others. */
    private CopyOutcome runAlone(SyncSpec spec, Registries registries, Path folder) throws IOException {
        headline(spec);
        CopyRun copy = CopyRun.prepare(spec.name(), options, output, shell);
        Instant started = clock.instant();
        try {
            return run(spec, registries, folder, copy);
        } catch (UsageException | CancellationException ofAll) {
            throw ofAll;
        } catch (RuntimeException unexpected) {
            String name = "sync " + Foreign.text(spec.name());
            RegistryException failure = unexpected instanceof RegistryException known
                    ? known
                    : RegistryException.of(Kind.REFUSED, "run", name, "unexpected: " + unexpected, unexpected);
            CopyOutcome failed = CopyOutcome.early(
                    CopyOutcome.Status.FAILED,
                    List.of(EarlyFailure.atTarget(name, failure).failed()),
                    started,
                    Duration.between(started, clock.instant()));
            copy.ended(failed);
            return failed;
        }
    }

    private CopyOutcome run(SyncSpec spec, Registries registries, Path folder, CopyRun copy) throws IOException {
        Deque<ResolvedSync> resolved = new ArrayDeque<>();
        try {
            CopyOutcome outcome = copy.perform(
                    () -> {
                        resolved.add(resolve(spec, registries, folder));
                        return describe(resolved.getFirst());
                    },
                    () -> resolved.forEach(ResolvedSync::close));
            for (ResolvedSync known : resolved) {
                for (ResolvedSync.Unresolved part : known.unresolved()) {
                    outcome = outcome.failed(new FailedImage(
                            part.source(),
                            part.target(),
                            part.failure().side(),
                            part.failure().cause()));
                }
            }
            copy.ended(outcome);
            return outcome;
        } finally {
            resolved.forEach(ResolvedSync::close);
        }
    }

    private static ResolvedSync resolve(SyncSpec spec, Registries registries, Path folder) {
        try {
            return ResolvedSync.of(spec, registries, folder);
        } catch (RegistryException failure) {
            throw failure.kind() == Kind.NOT_FOUND
                    ? EarlyFailure.atSource(failure.name(), failure)
                    : EarlyFailure.atTarget(failure.name(), failure);
        }
    }

    private Sync describe(ResolvedSync resolved) {
        resolved.warnings()
                .forEach(text -> warn("sync '" + Foreign.text(resolved.spec().name()) + "': " + text));
        return state.apply(resolved.sync(), shell);
    }

    /** Of a plan it belongs to the result; of a run it goes where its course goes. */
    private void headline(SyncSpec spec) {
        if (options.isJson() || (output.isQuiet() && !options.isDryRun())) {
            return;
        }
        String name = "sync '" + Foreign.text(spec.name()) + "'";
        if (options.isDryRun()) {
            shell.out().println(output.outStyle(shell).bold(name));
            shell.out().flush();
        } else {
            shell.err().println(output.errStyle(shell).bold(name));
        }
    }

    /** As other commands reach a registry when no option says more. */
    private Registry.Builder registry(String address) {
        boolean plainHttp = address.startsWith("http://");
        RegistryHost host = RegistrySpec.hostOf(address);
        Registry.Builder registry = Registry.at(address)
                .userAgent("registry-sync/" + Version.number())
                .credentials(shell.logins().get());
        EnvironmentProxy.of(shell.environment()).forRegistry(host, plainHttp).ifPresent(registry::proxy);
        return registry;
    }
}
