package io.registrysync.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code help [COMMAND]}. */
final class HelpCommand implements Command {
    private final PositionalParamSpec command = PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .paramLabel("COMMAND")
            .type(String.class)
            .description("the command to explain")
            .build();
    private final OutputOptions output = new OutputOptions();

    @Override
    public CommandSpec spec() {
        return RegistrySync.describe(this, "help", "Explain a command.").addPositional(command);
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) {
        CommandLine root = RegistrySync.commandLine();
        Optional<String> name = Optional.ofNullable(command.getValue());
        CommandLine explained = name.map(
                        known -> Optional.ofNullable(root.getSubcommands().get(known))
                                .orElseThrow(() -> new UsageException("there is no command '" + known + "'")))
                .orElse(root);
        explained.usage(shell.out(), output.outStyle(shell).colored() ? Ansi.ON : Ansi.OFF);
        return ExitCode.OK;
    }
}
