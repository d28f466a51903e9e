package io.registrysync.cli;

import io.registrysync.fixture.StrictRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Command lines between a source and a target. */
abstract class TwoRegistries {
    @TempDir
    Path folder;

    final StrictRegistry source = StrictRegistry.start();
    final StrictRegistry target = StrictRegistry.start();
    Cli cli;

    @BeforeEach
    void openCli() {
        cli = new Cli(folder.resolve("config.json"));
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    String from(String reference) {
        return source.host() + "/" + reference;
    }

    String to(String reference) {
        return target.host() + "/" + reference;
    }

    /** The event that a command line tells of last. */
    static Map<String, String> last(Cli.Result result) {
        List<String> lines = result.outLines();
        return Cli.json(lines.get(lines.size() - 1));
    }
}
