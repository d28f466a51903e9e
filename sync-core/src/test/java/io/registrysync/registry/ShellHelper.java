package io.registrysync.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A credential helper as a tiny program of its own, which keeps at most one login and writes down what it is asked. */
final class ShellHelper {
    private final Path program;
    private final Path log;

    private ShellHelper(Path folder, String name) {
        this.program = folder.resolve("docker-credential-" + name);
        this.log = folder.resolve(name + ".log");
    }

    /** A helper that keeps nothing. */
    static ShellHelper in(Path folder, String name) throws IOException {
        return new ShellHelper(folder, name).script("""
                [ "$1" = get ] || exit 0
                echo 'credentials not found in native keychain'
                exit 1
                """);
    }

    /** From now on it keeps this login. */
    ShellHelper keeping(String server, String username, String secret) throws IOException {
        return script("""
                if [ "$1 $question" = "get SERVER" ]; then
                  echo '{"ServerURL":"SERVER","Username":"USER","Secret":"SECRET"}'
                elif [ "$1" = get ]; then
                  echo 'credentials not found in native keychain'
                  exit 1
                fi
                """.replace("SERVER", server).replace("USER", username).replace("SECRET", secret));
    }

    /** From now on it does this, after it has read its question. */
    ShellHelper script(String text) throws IOException {
        String head = """
                #!/bin/sh
                question=$(cat)
                echo "$1 $question" >> '%s'
                """.replace("%s", log.toString());
        return raw(head + text);
    }

    /** From now on it is this program. */
    ShellHelper raw(String text) throws IOException {
        Files.writeString(program, text);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return this;
    }

    /** What it was asked, verb and question. */
    List<String> log() throws IOException {
        return Files.readAllLines(log);
    }
}
