package io.registrysync.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** A file that holds one password, as Docker and Kubernetes mount them. */
final class PasswordFile {
    private static final int MAX_BYTES = 64 * 1024;
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private PasswordFile() {}

    /** The password, without the line break that editors and {@code echo} leave behind it. */
    static String read(Path file, Consumer<String> warning) throws IOException {
        String password = content(file).replaceFirst("\\R\\z", "");
        if (password.isEmpty()) {
            throw new IllegalArgumentException("the password file " + file + " is empty");
        }
        if (isReadableByOthers(file)) {
            warning.accept("others can read the password file " + file + "; chmod 600 " + file);
        }
        return password;
    }

    private static String content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException("the password file " + file + " is too large to be one");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            throw new NoSuchFileException(file.toString(), null, "the password file is not there");
        }
    }

    private static boolean isReadableByOthers(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view != null && view.readAttributes().permissions().stream().anyMatch(OTHERS::contains);
    }
}
