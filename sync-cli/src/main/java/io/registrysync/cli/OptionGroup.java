package io.registrysync.cli;

import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that stand together in the help of a command. */
final class OptionGroup {
    private OptionGroup() {}

    static void add(CommandSpec command, String heading, OptionSpec... options) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                .heading("%n" + heading + ":%n")
                .exclusive(false)
                .validate(false)
                .multiplicity("0..1");
        Stream.of(options).forEach(group::addArg);
        command.addArgGroup(group.build());
    }
}
