package io.registrysync.spring.web;

import io.registrysync.spring.RegistrySyncProperties;
import io.registrysync.store.Store;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A copy of the embedded database, made while it is in use. Secrets in it are sealed; the key is not in it. */
@RestController
class BackupController {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'registry-sync-'yyyyMMdd-HHmmss'.db'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Store store;
    private final Path data;

    BackupController(Store store, RegistrySyncProperties properties) {
        this.store = store;
        this.data = properties.data();
    }

    @PostMapping("/backup")
    void backup(HttpServletResponse response) throws IOException {
        // Where the database is there is room for a database, and nobody else looks.
        Files.createDirectories(data);
        Path folder = Files.createTempDirectory(data, "backup-");
        Path copy = folder.resolve("copy.db");
        try {
            store.backup(copy);
            response.setContentType("application/vnd.sqlite3");
            response.setContentLengthLong(Files.size(copy));
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + NAME.format(Instant.now()) + "\"");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            Files.copy(copy, response.getOutputStream());
        } finally {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(folder);
        }
    }
}
