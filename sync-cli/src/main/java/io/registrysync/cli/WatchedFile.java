package io.registrysync.cli;

import io.registrysync.spec.SyncFileException;
import io.registrysync.spec.SyncSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** A sync file that may be edited while its schedules run. Used by one thread. */
final class WatchedFile {
    private final SyncFileOptions options;
    private final Shell shell;
    private SyncFileOptions.Loaded loaded;
    private List<SyncSpec> syncs;
    private String seen;

    /**
     * Reads it for the first time.
     *
     * @throws SyncFileException where it does not describe syncs
     * @throws UsageException    where there is none, or it has no such syncs
     */
    WatchedFile(SyncFileOptions options, Shell shell) throws IOException {
        this.options = options;
        this.shell = shell;
        this.loaded = options.load(shell);
        this.syncs = options.selected(loaded);
        this.seen = mark(loaded);
    }

    SyncFileOptions.Loaded loaded() {
        return loaded;
    }

    /** The syncs that are meant, as they were last read without a mistake. */
    List<SyncSpec> syncs() {
        return syncs;
    }

    /**
     * Reads it again if it has changed. What is wrong with it then leaves everything as it was, and is told once.
     *
     * @return whether there is something new
     * @throws SyncFileException where it does not describe syncs now
     * @throws UsageException    where it is gone, or has no such syncs now
     */
    boolean reread() throws IOException {
        String now = mark(loaded);
        if (now.equals(seen)) {
            return false;
        }
        seen = now;
        SyncFileOptions.Loaded changed = SyncFileOptions.load(loaded.path().orElseThrow(), shell);
        syncs = options.selected(changed);
        loaded = changed;
        return true;
    }

    /** Differs when the file does; programs that edit files replace them or change their time. */
    private static String mark(SyncFileOptions.Loaded loaded) {
        if (loaded.path().isEmpty()) {
            return "";
        }
        Path path = loaded.path().get();
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException missing) {
            return "missing";
        }
    }
}
