package io.registrysync.cli;

import io.registrysync.spec.Imported;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Model.CommandSpec;

/** {@code import FILE}: a {@code registries.yaml} as a sync file. */
final class ImportCommand implements Command {
    private final Parameter file = Parameter.required(0, "FILE", "a registries.yaml of an older tool");
    private final Option<Path> to =
            Option.of("--to", "FILE", Path::of, "write to this new file instead of standard output");
    private final OutputOptions output = new OutputOptions();

    @Override
    public CommandSpec spec() {
        CommandSpec spec = RegistrySync.describe(this, "import", "Write a registries.yaml as a sync file.")
                .addPositional(file.spec())
                .addOption(to.spec());
        spec.usageMessage().footer("", "  " + RegistrySync.NAME + " import registries.yaml --to syncs.yaml");
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) throws IOException {
        Imported imported = read(Path.of(file.text()));
        String yaml = imported.file().toYaml();
        if (to.value().isPresent()) {
            write(to.value().get(), yaml);
        } else {
            shell.out().print(yaml);
            shell.out().flush();
        }
        for (String remark : imported.remarks()) {
            shell.err().println(output.errStyle(shell).yellow("warning:") + " " + remark);
        }
        return ExitCode.OK;
    }

    private static Imported read(Path path) {
        try {
            return Imported.registriesYaml(path);
        } catch (NoSuchFileException missing) {
            throw new UsageException("there is no file " + path);
        } catch (IOException unreadable) {
            throw new UsageException(Files.isDirectory(path) ? path + " is a folder" : path + " cannot be read");
        }
    }

    private static void write(Path path, String yaml) {
        try {
            Files.writeString(path, yaml, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException exists) {
            throw new UsageException(path + " exists, and is not overwritten", "Name a new file, or remove it first.");
        } catch (IOException unwritable) {
            throw new UsageException(path + " cannot be written");
        }
    }
}
