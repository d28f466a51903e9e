package io.registrysync.spring;

import io.registrysync.engine.EngineSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Registry Sync runs in this application.
 *
 * @param basePath  where it is served, such as {@code /registry-sync}; empty for the root
 * @param data      folder for the embedded database and the key
 * @param publicUrl where people reach it, for links in messages
 * @param zone      in which times are shown to people, where a task has no zone of its own
 * @param language  of logs, {@code zh} or {@code en}
 * @param database  where it keeps what it keeps
 * @param keys      what secrets are sealed with, {@code name:base64 of 32 bytes}; a file in {@code data} unless set
 * @param scheduler the node of this process
 * @param ui        the pages
 * @param openApi   the description of the REST interface
 * @param metrics   what is measured
 * @param retention how long what is kept
 */
@ConfigurationProperties("registry-sync")
public record RegistrySyncProperties(
        @DefaultValue("") String basePath,
        @DefaultValue("data") Path data,
        @Nullable URI publicUrl,
        @Nullable ZoneId zone,
        @DefaultValue("zh") String language,
        @DefaultValue Database database,
        @Nullable String keys,
        @DefaultValue Scheduler scheduler,
        @DefaultValue Switch ui,
        @DefaultValue Switch openApi,
        @DefaultValue Switch metrics,
        @DefaultValue Retention retention) {
    /** Brings the path to its normal form. */
    public RegistrySyncProperties {
        String trimmed = basePath.strip().replaceFirst("/+$", "");
        basePath = trimmed.isEmpty() || trimmed.startsWith("/") ? trimmed : "/" + trimmed;
    }

    /** Below this all calls of the REST interface are. */
    public String apiPath() {
        return basePath + "/api/v1";
    }

    /** The zone that is meant. */
    public ZoneId zoneOrDefault() {
        return Optional.ofNullable(zone).orElseGet(ZoneId::systemDefault);
    }

    /**
     * A part that can be left out.
     *
     * @param enabled whether it is there
     */
    public record Switch(@DefaultValue("true") boolean enabled) {}

    /**
     * The database.
     *
     * @param url      {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST/DATABASE}; a file in {@code data} unless set
     * @param username who we are at PostgreSQL
     * @param password how we prove it
     * @param host     whether the application's own {@code DataSource} is used instead
     */
    public record Database(
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("false") boolean host) {
        @Override
        public String toString() {
            return "Database[url=" + url + ", username=" + username + ", password=***, host=" + host + "]";
        }
    }

    /**
     * The node.
     *
     * @param enabled whether this process works on executions; without it, it only shows them and lets people begin them
     * @param node    what it is called; made up unless set
     * @param units   repositories that are worked on at once in this process
     */
    public record Scheduler(
            @DefaultValue("true") boolean enabled,
            @Nullable String node,
            @DefaultValue("8") int units) {
        EngineSettings settings() {
            return EngineSettings.DEFAULT.withUnits(units);
        }
    }

    /**
     * How long what is kept.
     *
     * @param executions with their logs
     * @param perTask    the latest of each task that are kept within that time
     * @param audit      what was done by whom
     * @param logins     who signed in
     * @param deliveries messages that were sent or given up
     */
    public record Retention(
            @DefaultValue("90d") Duration executions,
            @DefaultValue("500") int perTask,
            @DefaultValue("365d") Duration audit,
            @DefaultValue("180d") Duration logins,
            @DefaultValue("30d") Duration deliveries) {}
}
