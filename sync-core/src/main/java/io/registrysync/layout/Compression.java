package io.registrysync.layout;

import io.registrysync.oci.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/** What the first bytes tell of how content is compressed. */
enum Compression {
    GZIP("gunzip", "1f8b"),
    ZSTD("unzstd", "28b52ffd"),
    BZIP2("bunzip2", "425a68"),
    XZ("unxz", "fd377a585a00");

    private static final int LONGEST = 6;

    private final String remedy;
    private final String magic;

    Compression(String remedy, String magic) {
        this.remedy = remedy;
        this.magic = magic;
    }

    /** How the content of a stream is compressed; empty where it is not. Reads its beginning. */
    static Optional<Compression> of(InputStream content) throws IOException {
        String first = HexFormat.of().formatHex(content.readNBytes(LONGEST));
        for (Compression compression : values()) {
            if (first.startsWith(compression.magic)) {
                return Optional.of(compression);
            }
        }
        return Optional.empty();
    }

    /** Folders are no archives, and a pipe or device cannot be read in place. */
    static void requireFile(Path archive) throws IOException {
        if (!Files.exists(archive)) {
            throw new NoSuchFileException(archive.toString());
        }
        if (!Files.isRegularFile(archive)) {
            throw new FormatException(
                    Files.isDirectory(archive) ? "a folder, not an archive" : "not a file, so no archive");
        }
    }

    /** Compressed, an archive cannot be read in place, and nobody knows how large it would become. */
    static void refuse(Path archive) throws IOException {
        requireFile(archive);
        try (InputStream content = Files.newInputStream(archive)) {
            Optional<Compression> compression = of(content);
            if (compression.isPresent()) {
                throw new FormatException("the archive is compressed; unpack it first: " + compression.get().remedy
                        + " " + archive.getFileName());
            }
        }
    }
}
