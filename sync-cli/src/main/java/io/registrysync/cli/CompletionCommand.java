package io.registrysync.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** {@code completion}: what a shell needs to complete commands and options. */
final class CompletionCommand implements Command {
    private final OutputOptions output = new OutputOptions();

    @Override
    public CommandSpec spec() {
        CommandSpec spec = RegistrySync.describe(this, "completion", "Write a completion script for bash and zsh.");
        spec.usageMessage().footer("", "  source <(" + RegistrySync.NAME + " completion)");
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) {
        shell.out().print(AutoComplete.bash(RegistrySync.NAME, RegistrySync.commandLine()));
        return ExitCode.OK;
    }
}
