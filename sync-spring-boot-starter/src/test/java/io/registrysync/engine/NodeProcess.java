package io.registrysync.engine;

import io.registrysync.store.Databases;
import io.registrysync.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, which can be killed as hard as a power cut would. */
final class NodeProcess implements AutoCloseable {
    private final Process process;

    private NodeProcess(Process process) {
        this.process = process;
    }

    static NodeProcess start(String databaseUrl, String name) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            NodeProcess.class.getName(),
                            databaseUrl,
                            name)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new NodeProcess(process);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The node itself: works until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        try (Store store = Databases.open(arguments[0], InstantSource.system());
                SyncEngine engine = SyncEngine.on(store)
                        .name(arguments[1])
                        .settings(Workshop.QUICK)
                        .open()) {
            while (System.in.read() >= 0) {
                // Nobody writes; the end of the input is the sign.
            }
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the node did not end in order");
        }
    }
}
