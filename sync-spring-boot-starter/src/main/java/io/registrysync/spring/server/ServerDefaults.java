package io.registrysync.spring.server;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What holds in the server unless a property says otherwise, with the variables of the environment that the manual names. */
final class ServerDefaults {
    private static final String LOG_FILE =
            "${registry-sync.log.file:${registry-sync.data:data}/logs/registry-sync.log}";

    private ServerDefaults() {}

    static Map<String, Object> of(Map<String, String> environment) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("spring.application.name", "registry-sync");
        defaults.put("spring.main.log-startup-info", "false");
        defaults.put("spring.lifecycle.timeout-per-shutdown-phase", "8s");
        defaults.put("server.port", "8080");
        defaults.put("server.shutdown", "graceful");
        defaults.put("server.compression.enabled", "true");
        // In a cluster Spring Boot would believe them by itself, whoever sends them.
        defaults.put("server.forward-headers-strategy", "none");
        // Nothing here but Registry Sync: all paths are its own, and users are those of its store.
        defaults.put("registry-sync.security.paths", "/**");
        put(defaults, "registry-sync.data", environment.get("REGISTRY_SYNC_DATA"));
        put(defaults, "registry-sync.database.url", environment.get("REGISTRY_SYNC_DB_URL"));
        put(defaults, "registry-sync.database.username", environment.get("REGISTRY_SYNC_DB_USERNAME"));
        put(defaults, "registry-sync.database.password", environment.get("REGISTRY_SYNC_DB_PASSWORD"));
        put(defaults, "registry-sync.keys", environment.get("REGISTRY_SYNC_KEYS"));
        put(defaults, "registry-sync.security.users-file", environment.get("REGISTRY_SYNC_USERS_FILE"));
        defaults.put("logging.config", "classpath:io/registrysync/spring/server/logback.xml");
        defaults.put("logging.file.name", LOG_FILE);
        defaults.put("logging.structured.format.console", "${registry-sync.log.format:}");
        defaults.put("logging.structured.format.file", "${registry-sync.log.format:}");
        putLevels(defaults, environment.getOrDefault("LOG_LEVEL", ""));
        return defaults;
    }

    /** Libraries say no more than usual, however much we are to say. */
    private static void putLevels(Map<String, Object> defaults, String wanted) {
        String level = switch (wanted.strip().toUpperCase(Locale.ROOT)) {
            case "TRACE", "DEBUG" -> wanted.strip();
            case "WARN", "WARNING" -> "WARN";
            case "ERROR", "CRITICAL", "FATAL" -> "ERROR";
            case "OFF" -> "OFF";
            default -> "INFO";
        };
        boolean isMore = level.equalsIgnoreCase("TRACE") || level.equalsIgnoreCase("DEBUG");
        defaults.put("logging.level.root", isMore || level.equals("INFO") ? "INFO" : level);
        defaults.put("logging.level.io.registrysync", "${registry-sync.log.level:" + level + "}");
        if (level.equals("INFO")) {
            // What a library does at each start is its own business.
            for (String library : new String[] {"org.flywaydb", "com.zaxxer.hikari", "com.github.kagkarlsson"}) {
                defaults.put("logging.level." + library, "WARN");
            }
        }
    }

    private static void put(Map<String, Object> defaults, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            defaults.put(name, value);
        }
    }
}
