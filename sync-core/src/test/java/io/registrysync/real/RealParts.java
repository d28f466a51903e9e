package io.registrysync.real;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Finds and runs programs that are installed on this machine. */
public final class RealParts {
    private RealParts() {}

    /** Skips the test, or fails it where real parts are required, if one of the programs is not on the path. */
    public static void require(String... programs) {
        for (String program : programs) {
            if (!isInstalled(program)) {
                String reason = program + " is not installed";
                if (Boolean.getBoolean("registrysync.requireRealParts")) {
                    Assertions.fail(reason);
                }
                Assumptions.abort(reason);
            }
        }
    }

    /** Runs a program to its end and returns what it printed; fails where it exits with anything but 0. */
    public static String run(String... command) {
        Result result = tryRun(command);
        Assertions.assertEquals(0, result.exitCode(), () -> String.join(" ", command) + "\n" + result.output());
        return result.output();
    }

    /** Runs a program to its end. */
    public static Result tryRun(String... command) {
        try {
            Path output = Files.createTempFile("real-part", ".log");
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                Assertions.fail(String.join(" ", command) + " does not end");
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Result(process.exitValue(), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static boolean isInstalled(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** How a program ended. */
    public record Result(int exitCode, String output) {}
}
