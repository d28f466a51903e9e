package io.registrysync.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Whether a sync is run or only described, and how the result is written. */
final class RunOptions {
    private final Flag dryRun =
            new Flag("--dry-run", "only say what would be done and what it takes; exit code 10 if there is anything");
    private final Flag noCosts = new Flag(
            "--no-costs", "of a dry run: do not read manifests (which quotas count) to find out what it takes");
    private final Option<OutputOptions.Format> format = OutputOptions.format();
    private final Option<Path> report =
            Option.of("--report", "FILE", Path::of, "write counts and every failure to a JSON file");

    private final boolean plans;

    private RunOptions(boolean plans) {
        this.plans = plans;
    }

    /** Of a command that runs a sync, unless told otherwise. */
    static RunOptions running() {
        return new RunOptions(false);
    }

    /** Of a command that only describes a sync, and shows what differs. */
    static RunOptions planning() {
        return new RunOptions(true);
    }

    void addTo(CommandSpec command) {
        if (!plans) {
            command.addOption(dryRun.spec());
        }
        command.addOption(noCosts.spec()).addOption(format.spec()).addOption(report.spec());
    }

    boolean isDryRun() {
        return plans || dryRun.isSet();
    }

    /** Whether what stays as it is is only counted. */
    boolean showsDifferencesOnly(OutputOptions output) {
        return plans && output.verbosity() == 0;
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
        if (noCosts.isSet() && !isDryRun()) {
            throw new UsageException(noCosts.name() + " needs " + dryRun.name());
        }
        return report.value().map(ReportFile::prepare);
    }
}
