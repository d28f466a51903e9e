package io.registrysync.spring.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.spring.SyncHost;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages are found below any path, and are kept by browsers as long as they are right. */
class UiTest {
    private static final Pattern SCRIPT = Pattern.compile("src=\"\\./(assets/[^\"]+\\.js)\"");

    @TempDir
    Path data;

    @Test
    void serves_the_document_and_what_it_loads_below_the_base_path() {
        try (SyncHost host = new SyncHost(data, "registry-sync.base-path=/sync")) {
            HttpResponse<String> document = host.get("/sync/");

            assertThat(document.statusCode()).isEqualTo(200);
            assertThat(document.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
            assertThat(document.headers().firstValue("Cache-Control")).contains("no-cache");
            assertThat(document.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'");
            assertThat(document.body()).doesNotContain("=\"/").doesNotContain("http://");
            Matcher script = SCRIPT.matcher(document.body());
            assertThat(script.find()).isTrue();
            HttpResponse<String> loaded = host.get("/sync/" + script.group(1));
            assertThat(loaded.statusCode()).isEqualTo(200);
            assertThat(loaded.headers().firstValue("Content-Type").orElse("")).contains("javascript");
            assertThat(loaded.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
            assertThat(host.get("/sync/assets/none.js").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void leads_to_the_address_from_which_everything_is_found() {
        try (SyncHost host = new SyncHost(data, "registry-sync.base-path=/sync")) {
            HttpResponse<String> answer = host.get("/sync");

            assertThat(answer.statusCode()).isEqualTo(308);
            assertThat(answer.headers().firstValue("Location")).contains("/sync/");
        }
    }

    @Test
    void is_not_there_when_switched_off() {
        try (SyncHost host = new SyncHost(data, "registry-sync.base-path=/sync", "registry-sync.ui.enabled=false")) {
            assertThat(host.get("/sync/").statusCode()).isEqualTo(404);
            assertThat(host.get("/sync/index.html").statusCode()).isEqualTo(404);
            assertThat(host.get("/sync/api/v1/about").statusCode()).isEqualTo(200);
        }
    }
}
