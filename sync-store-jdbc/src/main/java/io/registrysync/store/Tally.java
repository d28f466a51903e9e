package io.registrysync.store;

import io.registrysync.sync.SyncProgress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * What was done, in numbers.
 *
 * @param images per image and target
 * @param blobs  per blob and target repository
 * @param bytes  of blobs
 */
public record Tally(SyncProgress.Images images, SyncProgress.Blobs blobs, SyncProgress.Bytes bytes) {
    /** Nothing yet. */
    public static final Tally NONE = new Tally(
            new SyncProgress.Images(0, 0, 0, 0, 0),
            new SyncProgress.Blobs(0, 0, 0, 0),
            new SyncProgress.Bytes(0, 0, 0));

    static final String COLUMNS = """
            images_total, images_copied, images_unchanged, images_skipped, images_failed, blobs_total, blobs_uploaded,
            blobs_present, blobs_failed, bytes_total, bytes_sent, bytes_present""";

    static final String SUMS = sums();

    static final String VALUES = """
            :images_total, :images_copied, :images_unchanged, :images_skipped, :images_failed, :blobs_total,
            :blobs_uploaded, :blobs_present, :blobs_failed, :bytes_total, :bytes_sent, :bytes_present""";

    static final String ASSIGNMENTS = assignments();

    /** An expression for all columns as one text, which {@link #parse} reads. */
    static final String TEXT = String.join(" || ' ' || ", columns());

    /** Of a run as it is now. */
    public static Tally of(SyncProgress progress) {
        return new Tally(progress.images(), progress.blobs(), progress.bytes());
    }

    /** Both together. */
    public Tally plus(Tally other) {
        return new Tally(
                new SyncProgress.Images(
                        images.total() + other.images.total(),
                        images.copied() + other.images.copied(),
                        images.unchanged() + other.images.unchanged(),
                        images.skipped() + other.images.skipped(),
                        images.failed() + other.images.failed()),
                new SyncProgress.Blobs(
                        blobs.total() + other.blobs.total(),
                        blobs.uploaded() + other.blobs.uploaded(),
                        blobs.present() + other.blobs.present(),
                        blobs.failed() + other.blobs.failed()),
                new SyncProgress.Bytes(
                        bytes.total() + other.bytes.total(),
                        bytes.sent() + other.bytes.sent(),
                        bytes.present() + other.bytes.present()));
    }

    static Tally parse(String text) {
        long[] n = Pattern.compile(" ")
                .splitAsStream(text)
                .mapToLong(Long::parseLong)
                .toArray();
        return new Tally(
                new SyncProgress.Images(n[0], n[1], n[2], n[3], n[4]),
                new SyncProgress.Blobs(n[5], n[6], n[7], n[8]),
                new SyncProgress.Bytes(n[9], n[10], n[11]));
    }

    static Tally read(ResultSet row) throws SQLException {
        return new Tally(
                new SyncProgress.Images(
                        row.getLong("images_total"),
                        row.getLong("images_copied"),
                        row.getLong("images_unchanged"),
                        row.getLong("images_skipped"),
                        row.getLong("images_failed")),
                new SyncProgress.Blobs(
                        row.getLong("blobs_total"),
                        row.getLong("blobs_uploaded"),
                        row.getLong("blobs_present"),
                        row.getLong("blobs_failed")),
                new SyncProgress.Bytes(
                        row.getLong("bytes_total"), row.getLong("bytes_sent"), row.getLong("bytes_present")));
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        return statement
                .bind("images_total", images.total())
                .bind("images_copied", images.copied())
                .bind("images_unchanged", images.unchanged())
                .bind("images_skipped", images.skipped())
                .bind("images_failed", images.failed())
                .bind("blobs_total", blobs.total())
                .bind("blobs_uploaded", blobs.uploaded())
                .bind("blobs_present", blobs.present())
                .bind("blobs_failed", blobs.failed())
                .bind("bytes_total", bytes.total())
                .bind("bytes_sent", bytes.sent())
                .bind("bytes_present", bytes.present());
    }

    private static List<String> columns() {
        return Pattern.compile("[,\\s]+").splitAsStream(COLUMNS).toList();
    }

    private static String sums() {
        StringBuilder sums = new StringBuilder();
        for (String column : columns()) {
            sums.append(sums.isEmpty() ? "" : ", ")
                    .append("COALESCE(SUM(" + column + "), 0) AS ")
                    .append(column);
        }
        return sums.toString();
    }

    private static String assignments() {
        StringBuilder assignments = new StringBuilder();
        for (String column : columns()) {
            assignments.append(assignments.isEmpty() ? "" : ", ").append(column + " = :" + column);
        }
        return assignments.toString();
    }
}
