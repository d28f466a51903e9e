package io.registrysync.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** {@code help [COMMAND]}. */
final class HelpCommand implements Command {
    private final Parameter command = Parameter.optional(0, "COMMAND", "the command to explain");
    private final OutputOptions output = new OutputOptions();

    @Override
    public CommandSpec spec() {
        return RegistrySync.describe(this, "help", "Explain a command.").addPositional(command.spec());
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) {
        CommandLine root = RegistrySync.commandLine();
        Optional<String> name = command.optionalText();
        CommandLine explained = name.map(
                        known -> Optional.ofNullable(root.getSubcommands().get(known))
                                .orElseThrow(() -> new UsageException("there is no command '" + known + "'")))
                .orElse(root);
        explained.usage(shell.out(), output.outStyle(shell).colored() ? Ansi.ON : Ansi.OFF);
        return ExitCode.OK;
    }
}
