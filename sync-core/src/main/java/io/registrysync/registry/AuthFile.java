package io.registrysync.registry;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.RegistryHost;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One file of logins in Docker's form, {@code config.json} or {@code auth.json}.
 *
 * <p>No message repeats a value of the file, and none carries the JSON parser's exception as its cause: both could show
 * a secret.
 */
final class AuthFile {
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final int MAX_LINKS = 16;

    private static final JsonMapper JSON = JsonMapper.builder()
            // A name that stands twice would lose one of its values when the file is written.
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // The rest of the file is somebody else's: 1.10 must not come back as 1.1.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Path path;

    AuthFile(Path path) {
        this.path = path;
    }

    /** The key under which Docker, and so also its helpers, keeps the login of a registry. */
    static String keyOf(RegistryHost registry) {
        return registry.isDockerHub() ? "https://index.docker.io/v1/" : registry.name();
    }

    /** What the file says; a file that does not exist or is blank says nothing. */
    Content read() {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw malformed("it is longer than " + MAX_BYTES + " bytes");
            }
            return new Content(parse(bytes));
        } catch (NoSuchFileException none) {
            return new Content(JSON.createObjectNode());
        } catch (IOException unreadable) {
            throw failure("read logins from", unreadable);
        }
    }

    private ObjectNode parse(byte[] bytes) {
        if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
            return JSON.createObjectNode();
        }
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException broken) {
            JsonLocation location = broken.getLocation();
            throw malformed("it is not valid JSON, or has a name twice in one object"
                    + (location == null
                            ? ""
                            : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")"));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        throw malformed("it does not hold a JSON object (line 1, column 1)");
    }

    /**
     * Changes the file, all or nothing: the new content is written beside it and takes its place in one step.
     *
     * @param change what to do; returns whether there is something to write
     * @return the same
     */
    boolean update(Predicate<Content> change) {
        Content content = read();
        if (!change.test(content)) {
            return false;
        }
        try {
            replace(followed(path), content.toBytes());
        } catch (IOException unwritable) {
            throw failure("write logins to", unwritable);
        }
        return true;
    }

    /** Where the file really is: a link is to stay one. */
    private static Path followed(Path link) throws IOException {
        Path target = link.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MAX_LINKS) {
                throw new FileSystemException(link.toString(), null, "too many symbolic links");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    private static void replace(Path target, byte[] bytes) throws IOException {
        Path folder = target.resolveSibling("");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, readableByOwner(folder, "rwx------"));
        }
        Path fresh =
                Files.createTempFile(folder, "." + target.getFileName(), ".tmp", readableByOwner(folder, "rw-------"));
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
            if (Files.exists(target)) {
                keepAttributes(target, fresh);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static FileAttribute<?>[] readableByOwner(Path place, String permissions) {
        boolean posix = place.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static void keepAttributes(Path from, Path to) throws IOException {
        PosixFileAttributeView source = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        PosixFileAttributeView target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (source == null || target == null) {
            return;
        }
        PosixFileAttributes attributes = source.readAttributes();
        if (!attributes.owner().equals(target.readAttributes().owner())) {
            // Root that logs in for a user must not take the file away from him.
            target.setOwner(attributes.owner());
            target.setGroup(attributes.group());
        }
        target.setPermissions(attributes.permissions());
    }

    private RegistryException malformed(String reason) {
        return RegistryException.configuration(
                "read logins from", path.toString(), reason + "; mend the file or move it away", null);
    }

    private RegistryException failure(String operation, IOException failure) {
        String reason = failure instanceof AccessDeniedException
                ? "permission denied"
                : failure instanceof FileSystemException known && known.getReason() != null
                        ? known.getReason()
                        : String.valueOf(failure.getMessage());
        return RegistryException.configuration(operation, path.toString(), reason, failure);
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** The content of the file as a tree. Not safe for use by several threads. */
    final class Content {
        private final ObjectNode root;

        private Content(ObjectNode root) {
            this.root = root;
        }

        /** The name of the credential helper that keeps the login of this registry. */
        Optional<String> helper(RegistryHost registry) {
            ObjectNode helpers = object("credHelpers");
            return Stream.concat(
                            keysOf(registry, helpers).stream().map(key -> text(helpers, key)),
                            Stream.of(text(root, "credsStore")))
                    .filter(name -> !name.isEmpty())
                    .findFirst();
        }

        /** The login that the file itself keeps for this registry. */
        Credentials credentials(RegistryHost registry) {
            ObjectNode entries = object("auths");
            return keysOf(registry, entries).stream()
                    .map(key -> credentials(key, entries.get(key)))
                    .filter(found -> !(found instanceof Credentials.Anonymous))
                    .findFirst()
                    .orElse(Credentials.ANONYMOUS);
        }

        /** Keeps a login under {@code key}; nothing of an older one stays. Returns true. */
        boolean put(String key, Credentials.Basic credentials) {
            ObjectNode entries = root.has("auths") ? object("auths") : root.putObject("auths");
            byte[] pair = (credentials.username() + ":" + credentials.password()).getBytes(StandardCharsets.UTF_8);
            entries.putObject(key).put("auth", Base64.getEncoder().encodeToString(pair));
            root.set("auths", entries);
            return true;
        }

        /** Removes the entries of this registry; returns whether there were any. */
        boolean remove(RegistryHost registry) {
            ObjectNode entries = object("auths");
            List<String> keys = keysOf(registry, entries);
            entries.remove(keys);
            return !keys.isEmpty();
        }

        /** In the form in which Docker writes. */
        private byte[] toBytes() throws IOException {
            DefaultIndenter indenter = new DefaultIndenter("\t", "\n");
            Separators separators = Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator("");
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators)
                    .withObjectIndenter(indenter)
                    .withArrayIndenter(indenter);
            ObjectWriter writer = JSON.writer(printer);
            return (writer.writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8);
        }

        private ObjectNode object(String property) {
            JsonNode node = root.get(property);
            if (node == null || node.isNull()) {
                return JSON.createObjectNode();
            }
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw malformed("'" + property + "' is not an object");
        }

        /** The keys that name this registry: its own name first, then other spellings in the file's order. */
        private List<String> keysOf(RegistryHost registry, ObjectNode entries) {
            String usual = keyOf(registry);
            List<String> keys = new ArrayList<>();
            entries.fieldNames().forEachRemaining(key -> {
                if (names(key, registry)) {
                    keys.add(key.equals(usual) ? 0 : keys.size(), key);
                }
            });
            return keys;
        }

        private Credentials credentials(String key, @Nullable JsonNode node) {
            if (node == null || node.isNull()) {
                return Credentials.ANONYMOUS;
            }
            if (!(node instanceof ObjectNode entry)) {
                throw malformed("the entry for " + ForeignText.clean(key, 100) + " is not an object");
            }
            String bearer = text(entry, "registrytoken");
            if (!bearer.isEmpty()) {
                return Credentials.bearerToken(bearer);
            }
            String identity = text(entry, "identitytoken");
            if (!identity.isEmpty()) {
                return Credentials.identityToken(identity);
            }
            String auth = text(entry, "auth");
            if (auth.isEmpty()) {
                return login(key, text(entry, "username"), text(entry, "password"));
            }
            String pair = decoded(key, auth);
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw malformed("the 'auth' of " + ForeignText.clean(key, 100) + " does not hold user:password");
            }
            return login(key, pair.substring(0, colon), pair.substring(colon + 1));
        }

        private Credentials login(String key, String username, String password) {
            if (username.isEmpty() && password.isEmpty()) {
                return Credentials.ANONYMOUS;
            }
            if (username.indexOf(':') >= 0) {
                throw malformed("the user name of " + ForeignText.clean(key, 100) + " contains a colon");
            }
            return Credentials.basic(username, password);
        }

        private String decoded(String key, String auth) {
            try {
                String pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
                // Old versions of Docker filled the last group up with NULs.
                return pair.replaceFirst("\0+$", "");
            } catch (IllegalArgumentException malformed) {
                throw malformed("the 'auth' of " + ForeignText.clean(key, 100) + " is not base64");
            }
        }

        private String text(ObjectNode entry, String property) {
            JsonNode node = entry.get(property);
            if (node == null || node.isNull()) {
                return "";
            }
            if (!node.isTextual()) {
                throw malformed("'" + ForeignText.clean(property, 100) + "' is not a string");
            }
            return node.textValue();
        }
    }

    /**
     * Whether a key means this registry: {@code host[:port]}, also with a scheme and with the path of the API, as old
     * versions of Docker wrote it. podman's keys with a namespace mean a part of a registry and are passed over.
     */
    private static boolean names(String key, RegistryHost registry) {
        String lower = key.toLowerCase(Locale.ROOT);
        int scheme = lower.startsWith("https://") ? 8 : lower.startsWith("http://") ? 7 : 0;
        int slash = key.indexOf('/', scheme);
        String host = slash < 0 ? key.substring(scheme) : key.substring(scheme, slash);
        String path = slash < 0 ? "" : key.substring(slash);
        if (!Set.of("", "/", "/v1", "/v1/", "/v2", "/v2/").contains(path)) {
            return false;
        }
        try {
            return new RegistryHost(host).equals(registry);
        } catch (FormatException otherKey) {
            return false;
        }
    }
}
