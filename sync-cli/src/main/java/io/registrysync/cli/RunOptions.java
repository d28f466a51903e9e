package io.registrysync.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Whether a sync is run or only described, and how the result is written. */
final class RunOptions {
    private final Flag dryRun =
            new Flag("--dry-run", "only say what would be done and what it takes; exit code 10 if there is anything");
    private final Flag noCosts = new Flag(
            "--no-costs", "with --dry-run: do not read manifests (which quotas count) to find out what it takes");
    private final Option<OutputOptions.Format> format = OutputOptions.format();
    private final Option<Path> report =
            Option.of("--report", "FILE", Path::of, "write counts and every failure to a JSON file");

    void addTo(CommandSpec command) {
        command.addOption(dryRun.spec())
                .addOption(noCosts.spec())
                .addOption(format.spec())
                .addOption(report.spec());
    }

    boolean isDryRun() {
        return dryRun.isSet();
    }

    boolean readsCosts() {
        return !noCosts.isSet();
    }

    boolean isJson() {
        return format.value().orElse(OutputOptions.Format.TEXT) == OutputOptions.Format.JSON;
    }

    /**
     * Looks whether the options fit together, and whether the report can be written.
     *
     * @throws UsageException where not
     */
    Optional<ReportFile> prepareReport() {
        if (noCosts.isSet() && !dryRun.isSet()) {
            throw new UsageException(noCosts.name() + " needs " + dryRun.name());
        }
        return report.value().map(ReportFile::prepare);
    }
}
