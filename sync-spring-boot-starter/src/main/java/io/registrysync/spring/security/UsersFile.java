package io.registrysync.spring.security;

import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.store.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

/**
 * Users that somebody brings in a file, with the bcrypt hashes of their passwords. Who is there already stays as he is: the
 * file is a beginning, and not the place where users are kept.
 */
final class UsersFile {
    private static final Logger LOG = LoggerFactory.getLogger(UsersFile.class);
    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");
    private static final Pattern USER = Pattern.compile("users\\.(.+)\\.([a-z_]+)");
    private static final Set<String> FIELDS =
            Set.of("username", "password_hash", "display_name", "role", "email", "active");
    /** A greater one would keep a processor busy for seconds at each sign-in. */
    private static final int MOST_COST = 15;

    private static final int LEAST_COST = 4;
    /** What such files say beside users, and where that is said here. */
    private static final Map<String, String> SETTINGS = Map.of(
            "session.session_timeout", "registry-sync.security.session-timeout",
            "session.remember_me_duration", "registry-sync.security.remember-me",
            "security.max_login_attempts", "registry-sync.security.max-login-attempts",
            "security.lockout_duration", "registry-sync.security.lockout-duration",
            "security.password_min_length", "registry-sync.security.password-min-length");

    private final Path file;
    private final Map<String, Object> values;

    private UsersFile(Path file, Map<String, Object> values) {
        this.file = file;
        this.values = values;
    }

    /** A user and the hash. */
    private record Entry(User.Entry user, String hash) {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException where it cannot be read
     */
    static UsersFile read(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("the users file " + file + " is not there, or cannot be read");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        try {
            for (PropertySource<?> document :
                    new YamlPropertySourceLoader().load("users", new FileSystemResource(file))) {
                if (document instanceof EnumerablePropertySource<?> all) {
                    for (String name : all.getPropertyNames()) {
                        values.put(name, String.valueOf(all.getProperty(name)));
                    }
                }
            }
        } catch (IOException | RuntimeException malformed) {
            // Without the cause, whose message repeats lines of the file.
            throw new IllegalArgumentException("the users file " + file + " is not YAML");
        }
        return new UsersFile(file, values);
    }

    /**
     * Adds those who are not there. Other settings of such a file are not taken over; the log says where they belong.
     *
     * @throws IllegalArgumentException where something is wrong with any of them; nobody is added then
     */
    void addTo(Store store) {
        List<Entry> entries = entries();
        boolean isFirst = store.users().list().isEmpty();
        if (isFirst && entries.stream().noneMatch(UsersFile::isActiveAdmin)) {
            throw new IllegalArgumentException("the users file " + file + " has no active user with the role admin");
        }
        SETTINGS.forEach((name, property) -> Optional.ofNullable(values.get(name))
                .ifPresent(value -> LOG.info("{}: {} is not read from there; set {}", file, name, property)));
        if (values.containsKey("session.secret_key")) {
            LOG.info("{}: session.secret_key is not needed; sessions are kept in the database", file);
        }
        for (Entry entry : entries) {
            add(entry, store);
        }
    }

    private static boolean isActiveAdmin(Entry entry) {
        return entry.user().active() && entry.user().role() == User.Role.ADMIN;
    }

    private void add(Entry entry, Store store) {
        if (store.users().named(entry.user().username()).isPresent()) {
            return;
        }
        try {
            store.users().add(entry.user(), entry.hash(), false);
            LOG.info("{}: the user {} was added", file, entry.user().username());
        } catch (StoreException failed) {
            // Another node was faster.
            if (failed.kind() != StoreException.Kind.NAME_TAKEN) {
                throw failed;
            }
        }
    }

    private List<Entry> entries() {
        Map<String, Map<String, String>> users = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            Matcher user = USER.matcher(name);
            if (user.matches() && FIELDS.contains(user.group(2))) {
                users.computeIfAbsent(user.group(1), id -> new LinkedHashMap<>())
                        .put(user.group(2), value.toString());
            } else if (name.startsWith("users")) {
                throw wrong(
                        name,
                        "is not known; a user has "
                                + String.join(", ", FIELDS.stream().sorted().toList()));
            }
        });
        List<Entry> entries = new ArrayList<>();
        users.forEach((id, fields) -> entries.add(entry(id, fields)));
        return entries;
    }

    private Entry entry(String id, Map<String, String> fields) {
        String hash = fields.getOrDefault("password_hash", "");
        Matcher known = HASH.matcher(hash);
        if (!known.matches()) {
            throw wrong(
                    "users." + id + ".password_hash",
                    "is no bcrypt hash such as $2b$12$…; make one with: registry-sync hash-password");
        }
        int cost = Integer.parseInt(known.group(1));
        if (cost < LEAST_COST || cost > MOST_COST) {
            throw wrong("users." + id + ".password_hash", "has a cost that is not " + LEAST_COST + " to " + MOST_COST);
        }
        try {
            User.Entry user = new User.Entry(
                    fields.getOrDefault("username", id),
                    fields.getOrDefault("display_name", ""),
                    fields.getOrDefault("email", ""),
                    role(fields.getOrDefault("role", "")),
                    !"false".equalsIgnoreCase(fields.get("active")));
            return new Entry(user, hash);
        } catch (IllegalArgumentException malformed) {
            throw wrong("users." + id, String.valueOf(malformed.getMessage()));
        }
    }

    private static User.Role role(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "admin", "administrator" -> User.Role.ADMIN;
            case "operator", "user" -> User.Role.OPERATOR;
            case "viewer", "" -> User.Role.VIEWER;
            default -> throw new IllegalArgumentException("the role is admin, operator (or user) or viewer");
        };
    }

    private IllegalArgumentException wrong(String place, String what) {
        return new IllegalArgumentException(file + ": " + place + " " + what);
    }
}
