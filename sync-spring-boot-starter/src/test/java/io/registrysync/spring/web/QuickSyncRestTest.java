package io.registrysync.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.spring.web.RestHost.Answer;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.SecretChange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuickSyncRestTest {
    @TempDir
    static Path data;

    private static RestHost host;
    private static StrictRegistry source;
    private static StrictRegistry target;

    @BeforeAll
    static void start() {
        host = new RestHost(data);
        source = StrictRegistry.start();
        target = StrictRegistry.start();
        host.registry("src", source.uri());
        host.registry("dst", target.uri());
        host.store().registries().add(RegistryEntry.at("example", "example.com"), SecretChange.keep());
    }

    @AfterAll
    static void stop() {
        host.close();
        source.close();
        target.close();
    }

    private static Map<String, Object> request(String images, String registry, String flatten) {
        return new HashMap<>(
                Map.of("images", images, "registry", registry, "projects", List.of("ns"), "flatten", flatten));
    }

    // ---- quick sync -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "none, example.com/ns/a/b/c/img:1",
        "all,  example.com/ns/img:1",
        "1,    example.com/ns/b/c/img:1",
        "2,    example.com/ns/c/img:1",
        "3,    example.com/ns/img:1"
    })
    void levels_give_way_as_the_manual_has_it(String flatten, String expected) {
        Answer preview = host.post("/quick-sync/preview", request("quay.io/a/b/c/img:1", "example", flatten));
        assertThat(preview.at("/images/0/targets/0").asString()).isEqualTo(expected);
        assertThat(preview.at("/valid").asBoolean()).isTrue();
    }

    @Test
    void a_preview_names_collisions_where_they_are() {
        Answer preview = host.post(
                "/quick-sync/preview",
                request("# bases\nnginx # latest\n\na/img:1\nb/img:1\na/img:1\n", "example", "all"));
        assertThat(preview.at("/valid").asBoolean()).isFalse();
        assertThat(preview.at("/images")).hasSize(4);
        assertThat(preview.at("/images/0/source").asString()).isEqualTo("docker.io/library/nginx:latest");
        assertThat(preview.at("/images/1/problem").asString()).isEmpty();
        assertThat(preview.at("/images/2/problem").asString()).contains("docker.io/a/img", "docker.io/b/img");
        assertThat(preview.at("/images/3/problem").asString()).isEmpty();
        assertThat(host.post("/quick-sync/script", request("a/img:1\nb/img:1", "example", "all"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void all_lines_that_are_no_image_are_named() {
        Answer refused = host.post("/quick-sync/preview", request("nginx\nNo/Image\nredis\n:x\n", "example", "1"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/detail").asString()).contains("line 2", "line 4");
        assertThat(host.post("/quick-sync/preview", request("# none\n", "example", "1"))
                        .status())
                .isEqualTo(400);
        assertThat(host.post("/quick-sync/preview", request("nginx", "unheard of", "1"))
                        .status())
                .isEqualTo(404);
        assertThat(host.post("/quick-sync/preview", request("nginx\n".repeat(5001), "example", "1"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_script_copies_the_same() {
        String digest = "sha256:" + "0".repeat(64);
        Map<String, Object> request = request("nginx:1@" + digest + "\nredis", "example", "1");
        request.put("platforms", List.of("linux/amd64"));
        Answer script = host.post("/quick-sync/script", request);
        assertThat(script.type()).startsWith("text/x-shellscript");
        assertThat(script.text().lines().filter(line -> line.startsWith("registry-sync")))
                .containsExactly(
                        "registry-sync copy '--platform' 'linux/amd64' \"$@\" -- 'docker.io/library/nginx@" + digest
                                + "' 'example.com/ns/nginx:1' || ended $?",
                        "registry-sync copy '--platform' 'linux/amd64' \"$@\" -- 'docker.io/library/redis:latest'"
                                + " 'example.com/ns/redis:latest' || ended $?");
        request.put("platforms", List.of("$(touch x)"));
        assertThat(host.post("/quick-sync/script", request).status()).isEqualTo(400);
    }

    @Test
    void copies_a_list_at_once() {
        source.seed("a/b/app", "1", Images.single(51).layers(2000).build());
        Answer started = host.post("/quick-sync", request(source.host() + "/a/b/app:1", "dst", "2"));
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        long execution = started.at("/execution").asLong();
        long begin = System.nanoTime();
        while (!host.store().executions().get(execution).state().isFinal()) {
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.MINUTES.toNanos(1));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        assertThat(target.tags("ns/app")).containsExactly("1");
        assertThat(host.post("/quick-sync", request("nginx", "unheard of", "1")).status())
                .isEqualTo(404);
    }

    // ---- helpers --------------------------------------------------------------------------------------------------

    @Test
    void rules_say_about_each_tag_which_of_them_decides() {
        Answer tested = host.post(
                "/filters/test",
                Map.of(
                        "tags",
                        Map.of("include", "^1\\.", "exclude", ".*-alpine,.*-debug", "newest", 1),
                        "names",
                        List.of("1.2", "1.10", "1.2-alpine", "2.0")));
        assertThat(tested.status()).as(tested.text()).isEqualTo(200);
        assertThat(tested.at("/selected").asInt()).isEqualTo(1);
        assertThat(tested.at("/tags/0/rule").asString()).isEqualTo("NEWEST");
        assertThat(tested.at("/tags/1/selected").asBoolean()).isTrue();
        assertThat(tested.at("/tags/2/rule").asString()).isEqualTo("EXCLUDE");
        assertThat(tested.at("/tags/2/text").asString()).isEqualTo(".*-alpine");
        assertThat(tested.at("/tags/3/rule").asString()).isEqualTo("NO_INCLUDE");
        assertThat(tested.at("/unmatched/0/text").asString()).isEqualTo(".*-debug");
        assertThat(tested.at("/warnings")).isNotEmpty();
    }

    @Test
    void rules_are_tried_on_what_a_registry_has() {
        source.seed(
                "rules/app",
                "old",
                Images.single(61).created("2020-01-01T00:00:00Z").build());
        source.seed(
                "rules/app",
                "new",
                Images.single(62).created("2024-01-01T00:00:00Z").build());
        long id = host.get("/registries?text=src").at("/items/0/id").asLong();
        Answer tested = host.post(
                "/filters/test", Map.of("tags", Map.of("newest", 1), "registry", id, "repository", "rules/app"));
        assertThat(tested.status()).as(tested.text()).isEqualTo(200);
        assertThat(tested.at("/tags"))
                .filteredOn(row -> row.at("/selected").asBoolean())
                .extracting(
                        row -> row.at("/tag").asString() + " " + row.at("/time").asString())
                .containsExactly("new 2024-01-01T00:00:00Z");
    }

    @Test
    void rules_that_are_wrong_have_paths() {
        Answer wrong = host.post("/filters/test", Map.of("tags", Map.of("include", "("), "names", List.of("1")));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.at("/errors/0/path").asString()).isEqualTo("tags.include");
        assertThat(host.post("/filters/test", Map.of("tags", Map.of())).status())
                .isEqualTo(400);
        assertThat(host.post("/filters/test", Map.of("names", List.of("no tag")))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_schedule_tells_its_next_runs() {
        Answer preview =
                host.post("/cron/preview", Map.of("cron", "0 2 * * *", "timeZone", "Asia/Shanghai", "count", 3));
        assertThat(preview.at("/runs"))
                .hasSize(3)
                .allSatisfy(run -> assertThat(run.asString()).endsWith("T18:00:00Z"));
        assertThat(Instant.parse(preview.at("/runs/0").asString()))
                .isBefore(Instant.parse(preview.at("/runs/1").asString()));
        Answer wrong = host.post("/cron/preview", Map.of("cron", "0 25 * * *"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.at("/detail").asString()).contains("hour");
        assertThat(host.post("/cron/preview", Map.of("cron", "* * * * *", "count", 21))
                        .status())
                .isEqualTo(400);
    }
}
