package io.registrysync.sync;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state in a folder: one file per topic, one line per entry, the latest line counts. Lines are only appended, each in
 * one write, so that several processes may use the folder and a crash costs a line at most. A file that has grown too
 * long is written anew with its latest entries when it is read.
 */
final class FolderState implements SyncState {
    private static final Logger LOG = LoggerFactory.getLogger(FolderState.class);
    private static final int MOST = 50_000;
    private static final int LONGEST_LINE = 2100;

    private final Path folder;
    private final Map<Topic, Book> books = new EnumMap<>(Topic.class);
    private boolean complained;

    FolderState(Path folder) {
        this.folder = folder;
    }

    @Override
    public synchronized Optional<String> recall(Topic topic, String key) {
        return Optional.ofNullable(book(topic).entries.get(key));
    }

    @Override
    public synchronized void remember(Topic topic, String key, String value) {
        Book book = book(topic);
        String line = key + "\t" + value + "\n";
        boolean fits =
                line.length() <= LONGEST_LINE && line.indexOf('\n') == line.length() - 1 && key.indexOf('\t') < 0;
        if (fits && !value.equals(book.entries.put(key, value))) {
            try {
                append(book, line);
            } catch (IOException unwritable) {
                complain(unwritable);
            }
        }
    }

    /** The entries of one topic. */
    private static final class Book {
        private final Path file;
        private final Map<String, String> entries = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                return size() > MOST;
            }
        };

        Book(Path file) {
            this.file = file;
        }
    }

    private Book book(Topic topic) {
        return books.computeIfAbsent(topic, wanted -> {
            Book book = new Book(
                    folder.resolve(wanted.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".tsv"));
            try {
                read(book);
            } catch (IOException unreadable) {
                complain(unreadable);
            }
            return book;
        });
    }

    private void read(Book book) throws IOException {
        if (!Files.exists(book.file)) {
            return;
        }
        long lines = 0;
        // Not as UTF-8, which would stop at a damaged byte: entries are printable ASCII.
        try (Stream<String> all = Files.lines(book.file, StandardCharsets.ISO_8859_1)) {
            var each = all.iterator();
            while (each.hasNext()) {
                String line = each.next();
                int tab = line.indexOf('\t');
                if (tab > 0) {
                    // Put at the end, so that the eldest is the one that was not renewed for longest.
                    book.entries.remove(line.substring(0, tab));
                    book.entries.put(line.substring(0, tab), line.substring(tab + 1));
                }
                lines++;
            }
        }
        if (lines > 2L * MOST) {
            shorten(book);
        }
    }

    /** What another process appends meanwhile is lost; it was a hint. */
    private void shorten(Book book) throws IOException {
        Path shorter = Files.createTempFile(folder, ".shorter", ".tmp");
        try {
            StringBuilder text = new StringBuilder();
            book.entries.forEach(
                    (key, value) -> text.append(key).append('\t').append(value).append('\n'));
            Files.writeString(shorter, text, StandardCharsets.ISO_8859_1);
            Files.move(shorter, book.file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(shorter);
        }
    }

    private void append(Book book, String line) throws IOException {
        create();
        try (FileChannel file = FileChannel.open(book.file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    /** Nobody else's business: it tells which repositories somebody copies. */
    private void create() throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    private void complain(IOException reason) {
        if (!complained) {
            complained = true;
            LOG.warn("the state in {} cannot be used: {}", folder, reason.toString());
        }
    }
}
