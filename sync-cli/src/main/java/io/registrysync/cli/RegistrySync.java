package io.registrysync.cli;

import io.registrysync.filter.RuleException;
import io.registrysync.oci.FormatException;
import io.registrysync.registry.RegistryException;
import io.registrysync.spec.SyncFileException;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the command that is meant, runs it, and turns what goes wrong into messages and exit codes. */
final class RegistrySync {
    static final String NAME = "registry-sync";

    private static final List<String> VERSION = List.of("-V", "--version");
    /** In the order of the help. */
    private static final Map<String, Supplier<Command>> COMMANDS = commands();

    private final Shell shell;

    RegistrySync(Shell shell) {
        this.shell = shell;
    }

    private static Map<String, Supplier<Command>> commands() {
        Map<String, Supplier<Command>> commands = new LinkedHashMap<>();
        commands.put("copy", CopyCommand::new);
        commands.put("sync", SyncCommand::new);
        commands.put("plan", PlanCommand::new);
        commands.put("import", ImportCommand::new);
        commands.put("server", ServerCommand::new);
        commands.put("hash-password", HashPasswordCommand::new);
        commands.put("diff", CompareCommand::diff);
        commands.put("verify", CompareCommand::verify);
        commands.put("tags", TagsCommand::new);
        commands.put("script", ScriptCommand::new);
        commands.put("inspect", InspectCommand::new);
        commands.put("ls", ListCommand::new);
        commands.put("ping", PingCommand::new);
        commands.put("login", LoginCommand::new);
        commands.put("logout", LogoutCommand::new);
        commands.put("completion", CompletionCommand::new);
        commands.put("help", HelpCommand::new);
        return commands;
    }

    /** Runs one command line. Never throws for what a user or a registry can cause. */
    int run(List<String> arguments) {
        List<String> ordered = commandFirst(arguments);
        CommandLine root = commandLine(commandsFor(ordered));
        ParseResult parsed;
        try {
            parsed = root.parseArgs(ordered.toArray(String[]::new));
        } catch (ParameterException wrong) {
            Style style = new OutputOptions().errStyle(shell);
            return misused(style, new UsageException(message(wrong)), wrong.getCommandLine());
        }
        int exitCode = run(root, parsed);
        shell.out().flush();
        return exitCode;
    }

    /** Those that have to be described to understand a command line: to describe all takes as long as a small copy. */
    private static Collection<String> commandsFor(List<String> arguments) {
        String first = arguments.isEmpty() ? "" : arguments.get(0);
        if (COMMANDS.containsKey(first)) {
            return List.of(first);
        }
        return VERSION.contains(first) ? List.of() : COMMANDS.keySet();
    }

    /** What holds for every command may also stand before it: {@code registry-sync -q copy …} */
    private static List<String> commandFirst(List<String> arguments) {
        int command = 0;
        while (command < arguments.size() && OutputOptions.isForEveryCommand(arguments.get(command))) {
            command += arguments.get(command).equals(OutputOptions.COLOR) ? 2 : 1;
        }
        if (command == 0
                || command >= arguments.size()
                || arguments.get(command).startsWith("-")) {
            return arguments;
        }
        return Stream.of(
                        arguments.subList(command, command + 1),
                        arguments.subList(0, command),
                        arguments.subList(command + 1, arguments.size()))
                .flatMap(List::stream)
                .toList();
    }

    private int run(CommandLine root, ParseResult parsed) {
        if (parsed.isVersionHelpRequested()) {
            shell.out().println(NAME + " " + Version.number());
            return ExitCode.OK;
        }
        if (!parsed.hasSubcommand()) {
            return helped(root, parsed.isUsageHelpRequested());
        }
        ParseResult chosen = parsed.subcommand();
        CommandLine line = chosen.commandSpec().commandLine();
        if (chosen.isUsageHelpRequested()) {
            return helped(line, true);
        }
        return run((Command) chosen.commandSpec().userObject(), line);
    }

    private int run(Command command, CommandLine line) {
        OutputOptions output = command.output();
        Style style = output.errStyle(shell);
        Logging.configure(output.verbosity());
        try {
            if (output.verbosity() > 0 && output.isQuiet()) {
                throw new UsageException("--verbose and --quiet exclude each other");
            }
            return command.run(shell);
        } catch (UsageException wrong) {
            return misused(style, wrong, line);
        } catch (SyncFileException broken) {
            // As compilers write it, so that editors find the places.
            say(String.valueOf(broken.getMessage()).lines().toList());
            return ExitCode.USAGE;
        } catch (FormatException | RuleException wrong) {
            return misused(style, new UsageException(String.valueOf(wrong.getMessage())), line);
        } catch (EarlyFailure failure) {
            say(FailureText.of(style, List.of(failure.failed())));
            trace(output, failure);
            return ExitCode.of(List.of(failure.failed().cause()));
        } catch (RegistryException failure) {
            say(FailureText.of(style, failure));
            trace(output, failure);
            return ExitCode.of(List.of(failure));
        } catch (CancellationException stopped) {
            return ExitCode.STOPPED;
        } catch (IOException failure) {
            say(List.of(FailureText.error(style, String.valueOf(failure.getMessage()))));
            trace(output, failure);
            return ExitCode.USAGE;
        } catch (RuntimeException unexpected) {
            say(List.of(
                    FailureText.error(style, "unexpected: " + unexpected),
                    FailureText.hint(style, "This is a mistake of registry-sync; -vv shows where.")));
            trace(output, unexpected);
            return ExitCode.FAILED;
        }
    }

    private int helped(CommandLine line, boolean asked) {
        Ansi ansi = new OutputOptions().outStyle(shell).colored() ? Ansi.ON : Ansi.OFF;
        line.usage(asked ? shell.out() : shell.err(), ansi);
        return asked ? ExitCode.OK : ExitCode.USAGE;
    }

    private int misused(Style style, UsageException wrong, CommandLine line) {
        String command = line.getCommandSpec().qualifiedName();
        say(List.of(
                FailureText.error(style, String.valueOf(wrong.getMessage())),
                FailureText.hint(style, wrong.hint().isEmpty() ? "See: " + command + " --help" : wrong.hint())));
        return ExitCode.USAGE;
    }

    /** What picocli says, without repeating what may be a secret: a value behind a mistyped option. */
    private static String message(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            String known = first.startsWith("-") ? first.replaceFirst("=.*", "") : first;
            boolean command = wrong.getCommandLine().getParent() == null && !first.startsWith("-");
            return (command ? "there is no command '" : first.startsWith("-") ? "there is no option '" : "unexpected '")
                    + known + "'";
        }
        if (wrong instanceof MissingParameterException missing) {
            return "missing: "
                    + String.join(
                            ", ",
                            missing.getMissing().stream()
                                    .map(argument -> argument.isOption()
                                            ? ((OptionSpec) argument).longestName()
                                            : argument.paramLabel())
                                    .toList());
        }
        return String.valueOf(wrong.getMessage())
                .replaceFirst("^Invalid value for option '(--[a-z-]+)'( at index \\d+)?( \\([^)]*\\))?", "$1");
    }

    private void say(List<String> lines) {
        shell.out().flush();
        lines.forEach(shell.err()::println);
    }

    private void trace(OutputOptions output, Exception failure) {
        if (output.verbosity() > 1) {
            failure.printStackTrace(shell.err());
        }
    }

    /** All commands. */
    static CommandLine commandLine() {
        return commandLine(COMMANDS.keySet());
    }

    /** Nothing of picocli's annotations is used: reading them costs a fifth of the time to start. */
    private static CommandLine commandLine(Collection<String> names) {
        CommandSpec root = CommandSpec.create().name(NAME);
        root.usageMessage()
                .description("Copies container images between registries and keeps them in step.")
                .synopsisSubcommandLabel("COMMAND")
                .commandListHeading("%nCommands:%n")
                .sortOptions(false)
                .footer(
                        "",
                        "References: host[:port]/path[:tag][@digest]; without a host Docker Hub is meant.",
                        "Help on one command: " + NAME + " help COMMAND");
        root.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .arity("0")
                .description("show this help")
                .build());
        root.addOption(OptionSpec.builder(VERSION.toArray(String[]::new))
                .versionHelp(true)
                .arity("0")
                .description("show the version")
                .build());
        for (String name : names) {
            Command command = COMMANDS.getOrDefault(name, HelpCommand::new).get();
            CommandSpec spec = command.spec();
            command.output().addTo(spec);
            spec.usageMessage().sortOptions(false).abbreviateSynopsis(true);
            root.addSubcommand(spec.name(), spec);
        }
        return new CommandLine(root).setUsageHelpAutoWidth(false).setUsageHelpWidth(100);
    }

    /** Begins the description of a command. */
    static CommandSpec describe(Command command, String name, String description) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
        spec.usageMessage().description(description);
        return spec;
    }
}
