package io.registrysync.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The result of a copy as a JSON file. It is there completely or not at all. */
final class ReportFile {
    private final Path file;

    private ReportFile(Path file) {
        this.file = file;
    }

    /**
     * Chooses the file.
     *
     * @throws UsageException where it cannot be written; better now than after hours of copying
     */
    static ReportFile prepare(Path file) {
        Path folder = folder(file);
        if (Files.isDirectory(file) || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new UsageException("the report " + file + " cannot be written");
        }
        return new ReportFile(file);
    }

    /** Writes it. */
    void write(CopyOutcome outcome) throws IOException {
        write(json -> {
            json.writeStringField("version", Version.number());
            properties(json, outcome);
        });
    }

    /** The properties of an outcome, with all failures. */
    static void properties(JsonGenerator json, CopyOutcome outcome) throws IOException {
        Json.outcome(json, outcome);
        json.writeArrayFieldStart("failures");
        for (FailedImage failed : outcome.failures()) {
            json.writeStartObject();
            if (!failed.source().isEmpty()) {
                json.writeStringField("source", failed.source());
            }
            json.writeStringField("target", failed.target());
            Json.failure(json, failed);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes an object with these properties. */
    void write(Json.Properties properties) throws IOException {
        String document = Json.document(properties);
        // Beside the file, so that it can be moved; not a temporary file of the JDK, which nobody else could read.
        Path written = folder(file)
                .resolve(
                        "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.writeString(written, document + "\n", StandardCharsets.UTF_8);
            move(written);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private void move(Path written) throws IOException {
        try {
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException simpleFileSystem) {
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Path folder(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
