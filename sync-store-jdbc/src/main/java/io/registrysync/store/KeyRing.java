package io.registrysync.store;

import io.registrysync.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that secrets are sealed with. The first one seals, the others still open what they have sealed: to change the
 * key, put a new one in front, let {@link Store#reseal()} run, and take the old one out.
 *
 * <p>As text: one key a line or separated by commas, each {@code name:base64 of 32 bytes}. Lose it, and the passwords of
 * registries and channels have to be entered again.
 */
public final class KeyRing {
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<Key> keys;

    /** A key. Never prints itself. */
    record Key(String name, SecretKeySpec secret) {
        @Override
        public String toString() {
            return "Key[" + name + "]";
        }
    }

    private KeyRing(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads keys.
     *
     * @throws StoreException where the text holds none, or something else; the message holds nothing of it
     */
    public static KeyRing parse(String text) {
        List<Key> keys = new ArrayList<>();
        for (String part : Pattern.compile("[,\\n]").splitAsStream(text).toList()) {
            String entry = part.strip();
            if (!entry.isEmpty() && !entry.startsWith("#")) {
                keys.add(key(entry, keys.size() + 1));
            }
        }
        if (keys.isEmpty()) {
            throw StoreException.of(Kind.CONFIGURATION, "there is no key; write name:base64 of 32 random bytes");
        }
        if (keys.stream().map(Key::name).distinct().count() < keys.size()) {
            throw StoreException.of(Kind.CONFIGURATION, "two keys have the same name");
        }
        return new KeyRing(keys);
    }

    private static Key key(String entry, int number) {
        int colon = entry.indexOf(':');
        try {
            byte[] bytes = Base64.getDecoder().decode(entry.substring(colon + 1));
            if (colon > 0 && entry.substring(0, colon).matches("[A-Za-z0-9_-]{1,40}") && bytes.length == KEY_BYTES) {
                return new Key(entry.substring(0, colon), new SecretKeySpec(bytes, "AES"));
            }
        } catch (IllegalArgumentException notBase64) {
            // Said below, without the text, which may be a key.
        }
        throw StoreException.of(Kind.CONFIGURATION, "key " + number + " is none; write name:base64 of 32 random bytes");
    }

    /**
     * Reads keys from a file; makes it, with a new key, if it is missing. Nobody but its owner can read it then.
     *
     * @throws StoreException where it cannot be read or made
     */
    public static KeyRing inFile(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            return parse(Files.readString(file));
        } catch (IOException failed) {
            throw new StoreException(Kind.CONFIGURATION, "the key's file cannot be used: " + failed, failed);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        String text = "k1:" + Base64.getEncoder().encodeToString(key) + "\n";
        Path draft = Files.createTempFile(folder(file), file.getFileName().toString(), ".tmp", SqliteFile.owner(file));
        try {
            Files.writeString(draft, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            // A link is made whole or not at all, and never over a file that another process has made meanwhile.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException otherProcess) {
            // Its key is as good as ours.
        } finally {
            Files.delete(draft);
        }
    }

    private static Path folder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no file in a folder");
        }
        Files.createDirectories(folder);
        return folder;
    }

    Key current() {
        return keys.get(0);
    }

    List<Key> keys() {
        return keys;
    }

    @Override
    public String toString() {
        return "KeyRing" + keys;
    }
}
