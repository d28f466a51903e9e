package io.registrysync.spring.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A log file that only its owner reads; none where its name is empty. Logback makes it from {@code logback.xml}. */
public final class OwnersLogFile extends RollingFileAppender<ILoggingEvent> {
    /** For Logback. */
    public OwnersLogFile() {}

    @Override
    public void start() {
        if (getFile() != null && !getFile().isBlank()) {
            super.start();
        }
    }

    @Override
    public void doAppend(ILoggingEvent event) {
        if (isStarted()) {
            super.doAppend(event);
        }
    }

    /** Made before it is opened, because rights that come afterwards come too late. */
    @Override
    public void openFile(String name) throws IOException {
        Path file = Path.of(name).toAbsolutePath();
        Optional<Path> folder = Optional.ofNullable(file.getParent());
        if (folder.isPresent()) {
            Files.createDirectories(folder.get(), rights("rwx------"));
        }
        try {
            Files.createFile(file, rights("rw-------"));
        } catch (FileAlreadyExistsException goesOn) {
            // Of the process before.
        }
        super.openFile(name);
    }

    private static FileAttribute<?>[] rights(String rights) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
