package io.registrysync.cli;

import io.registrysync.sync.Sync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code copy SRC DST...}: an image, those of a repository, of many repositories or of a list, to one target or several. */
final class CopyCommand implements Command {
    private final Selections selections = Selections.ofImages();
    private final Option<Path> imageList = Option.of(
            "--images-from", "FILE", Path::of, "instead of SRC: a list, one image per line; - is standard input");
    private final Flag createProject =
            new Flag("--create-project", "create a missing project at the target, where only its members see it");
    private final DeleteOptions deletion = new DeleteOptions();
    private final RunOptions run;
    private final StateOptions state;
    private final ImageOptions images = new ImageOptions();
    private final LimitOptions limits = new LimitOptions();
    private final AccessOptions sourceAccess = AccessOptions.source();
    private final AccessOptions targetAccess = AccessOptions.target();
    private final OutputOptions output;

    CopyCommand() {
        this(RunOptions.running(), new StateOptions(), new OutputOptions());
    }

    /** As a part of another command, which has these options, too. */
    CopyCommand(RunOptions run, StateOptions state, OutputOptions output) {
        this.run = run;
        this.state = state;
        this.output = output;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = RegistrySync.describe(
                this, "copy", "Copy an image, those of a repository or of many, to one or more targets.");
        spec.usageMessage()
                .footer(
                        "",
                        "Exit codes: 0 done, 1 something failed, 2 usage or configuration, 3 access denied,",
                        "            10 --dry-run found differences, 130 stopped.",
                        "",
                        "  " + RegistrySync.NAME + " copy nginx:1.25 registry.example.com/prod/nginx",
                        "  " + RegistrySync.NAME
                                + " copy --all-tags a.example.com/web b.example.com/web c.example.com/web",
                        "  " + RegistrySync.NAME
                                + " copy --semver '>=1.20' --newest 10 nginx registry.example.com/prod/nginx",
                        "  " + RegistrySync.NAME
                                + " copy --all-repositories a.example.com/production b.example.com/backup");
        addTo(spec);
        return spec;
    }

    /** Declares what is copied, and how. */
    void addTo(CommandSpec spec) {
        selections.addNamesTo(spec);
        spec.addOption(imageList.spec()).addOption(createProject.spec());
        deletion.addTo(spec);
        run.addTo(spec);
        state.addTo(spec);
        selections.addRulesTo(spec);
        images.addAllTo(spec);
        limits.addAllTo(spec);
        sourceAccess.addTo(spec);
        targetAccess.addTo(spec);
    }

    /** Whether it was said what is copied. */
    boolean isGiven() {
        return selections.areGiven() || imageList.value().isPresent();
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) throws IOException {
        Optional<String> listFromInput =
                imageList.value().filter(file -> file.toString().equals("-")).map(file -> imageList.name() + " -");
        AccessOptions.requireOneReader(sourceAccess, targetAccess, listFromInput.or(selections::readsStdin));
        Optional<ReportFile> report = run.prepareReport();
        try (Places sources = Places.sources(sourceAccess, limits, shell);
                Places targets = Places.writing(targetAccess, limits, shell)) {
            CopyRun copy = CopyRun.prepare(run, output, shell);
            CopyOutcome outcome = copy.perform(() -> describe(sources, targets, shell), targets::close);
            if (report.isPresent()) {
                report.get().write(outcome);
            }
            copy.ended(outcome);
            return outcome.exitCode();
        }
    }

    private Sync describe(Places sources, Places targets, Shell shell) throws IOException {
        List<CopyRequest> requests = imageList.value().isPresent()
                ? selections.requests(imageList, shell)
                : selections.requests(sources, shell);
        boolean wholeRepositories = !requests.get(0).isImage();
        Sync sync = images.apply(CopyRequest.sync(requests, sources, targets));
        sync = createProject.isSet() ? sync.createProjects(target -> true) : sync;
        return limits.limit(state.apply(deletion.apply(sync, wholeRepositories), shell));
    }
}
