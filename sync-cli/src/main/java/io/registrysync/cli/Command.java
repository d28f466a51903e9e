package io.registrysync.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/** One command. An instance serves one command line. */
interface Command {
    /** Its name, parameters and options. Called once. */
    CommandSpec spec();

    /** How verbose it is to be, and in which colours. */
    OutputOptions output();

    /**
     * Does it. Failures are thrown; whoever calls this shows them.
     *
     * @return the exit code
     * @throws UsageException where options contradict each other or name what cannot be used
     * @throws IOException    where standard input, standard output or a file fails
     */
    int run(Shell shell) throws IOException;
}
