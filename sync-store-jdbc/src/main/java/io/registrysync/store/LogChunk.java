package io.registrysync.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The form in which lines are stored: {@code <time> <level> <text>}, one a line, deflated (RFC 1950). */
final class LogChunk {
    private LogChunk() {}

    static byte[] write(List<LogLine> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            for (LogLine line : lines) {
                String text = line.text().replace('\n', ' ').replace('\r', ' ');
                out.write((line.at().toEpochMilli() + " " + line.level() + " " + text + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static List<LogLine> read(byte[] data) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(data))) {
            List<LogLine> lines = new ArrayList<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(LogChunk::line)
                    .forEach(lines::add);
            return lines;
        } catch (IOException damaged) {
            throw new UncheckedIOException("a part of the log is damaged", damaged);
        }
    }

    private static LogLine line(String stored) {
        String[] parts = stored.split(" ", 3);
        return new LogLine(Instant.ofEpochMilli(Long.parseLong(parts[0])), LogLine.Level.valueOf(parts[1]), parts[2]);
    }
}
