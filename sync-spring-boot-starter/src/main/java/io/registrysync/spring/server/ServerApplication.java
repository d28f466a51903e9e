package io.registrysync.spring.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Starts the server. Properties are those of the starter and of Spring Boot. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Demo.class)
public class ServerApplication {
    private static final String SECURITY = "org.springframework.boot.security.autoconfigure.";
    private static final List<String> HOSTS_SECURITY = List.of(
            SECURITY + "UserDetailsServiceAutoConfiguration",
            SECURITY + "web.servlet.ServletWebSecurityAutoConfiguration",
            SECURITY + "web.servlet.SecurityFilterAutoConfiguration",
            SECURITY + "actuate.web.servlet.ManagementWebSecurityAutoConfiguration");

    /** Starts it, and returns when it serves. */
    public static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(ServerApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(defaults(System.getenv()))
                .run(arguments);
    }

    /** What holds unless a property says otherwise, with the variables of the environment that the manual names. */
    private static Map<String, Object> defaults(Map<String, String> environment) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("spring.application.name", "registry-sync");
        defaults.put("spring.main.log-startup-info", "false");
        defaults.put("server.port", "8080");
        defaults.put("server.shutdown", "graceful");
        defaults.put("server.compression.enabled", "true");
        // In a cluster Spring Boot would believe them by itself, whoever sends them.
        defaults.put("server.forward-headers-strategy", "none");
        // Nothing here but Registry Sync: all paths are its own, and users are those of its store. So there is nothing
        // for
        // chains of a host to guard; Spring Security would warn that they skip all paths.
        defaults.put("registry-sync.security.paths", "/**");
        defaults.put("spring.autoconfigure.exclude", String.join(",", HOSTS_SECURITY));
        put(defaults, "registry-sync.data", environment.get("REGISTRY_SYNC_DATA"));
        put(defaults, "registry-sync.database.url", environment.get("REGISTRY_SYNC_DB_URL"));
        put(defaults, "registry-sync.database.username", environment.get("REGISTRY_SYNC_DB_USERNAME"));
        put(defaults, "registry-sync.database.password", environment.get("REGISTRY_SYNC_DB_PASSWORD"));
        put(defaults, "registry-sync.keys", environment.get("REGISTRY_SYNC_KEYS"));
        put(defaults, "registry-sync.security.users-file", environment.get("REGISTRY_SYNC_USERS_FILE"));
        return defaults;
    }

    private static void put(
            Map<String, Object> defaults, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null && !value.isBlank()) {
            defaults.put(name, value);
        }
    }

    /** Starts it from a command line of properties, such as {@code --server.port=8081}. */
    public static void main(String[] arguments) {
        ConfigurableApplicationContext unused = start(arguments);
    }
}
