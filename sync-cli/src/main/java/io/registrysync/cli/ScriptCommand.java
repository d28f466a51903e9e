package io.registrysync.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code script LIST DST...}: a shell script that copies the images of a list, for machines that get nothing but it. */
final class ScriptCommand implements Command {
    private final Parameter list = Parameter.required(0, "LIST", "a file with one image per line; - is standard input");
    private final Parameter targets =
            Parameter.several(1, "DST", "where to: host[:port], host[:port]/project or oci:DIR");
    private final NameOptions names = new NameOptions();
    private final OutputOptions output = new OutputOptions();

    @Override
    public CommandSpec spec() {
        CommandSpec spec = RegistrySync.describe(
                        this, "script", "Write a shell script that copies the images of a list.")
                .addPositional(list.spec())
                .addPositional(targets.spec())
                .addOption(names.flatten().spec());
        spec.usageMessage()
                .footer(
                        "",
                        "The arguments of the script go to each copy: ./copy-images.sh --platform linux/amd64",
                        "",
                        "  " + RegistrySync.NAME + " script images.txt registry.example.com/prod > copy-images.sh");
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) {
        List<CopyRequest> requests =
                ImageList.requests(Path.of(list.text()), Selections.roots(targets.texts()), names.ofImages(), shell);
        shell.out().print(ScriptText.of(requests));
        return ExitCode.OK;
    }
}
