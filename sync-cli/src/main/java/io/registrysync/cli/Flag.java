package io.registrysync.cli;

import picocli.CommandLine.Model.OptionSpec;

/**
 * An option without a value, declared as a field of the command that reads it.
 *
 * @param spec how it stands on the command line
 */
record Flag(OptionSpec spec) {
    Flag(String name, String description) {
        this(OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build());
    }

    boolean isSet() {
        return Boolean.TRUE.equals(spec.getValue());
    }

    String name() {
        return spec.longestName();
    }
}
