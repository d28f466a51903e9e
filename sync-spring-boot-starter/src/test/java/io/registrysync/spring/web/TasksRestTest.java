package io.registrysync.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Fault;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.spring.web.RestHost.Answer;
import io.registrysync.store.Execution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksRestTest {
    @TempDir
    static Path data;

    private static RestHost host;
    private static StrictRegistry source;
    private static StrictRegistry target;
    private static long sourceId;
    private static long targetId;

    @BeforeAll
    static void start() {
        host = new RestHost(data);
        source = StrictRegistry.start();
        target = StrictRegistry.start();
        sourceId = host.registry("src", source.uri());
        targetId = host.registry("dst", target.uri());
    }

    @AfterAll
    static void stop() {
        host.close();
        source.close();
        target.close();
    }

    private static Map<String, Object> spec(String name, String repository) {
        return new HashMap<>(Map.of(
                "name",
                name,
                "source",
                Map.of("registry", "src", "repository", repository),
                "target",
                Map.of("registry", "dst", "project", "mirror")));
    }

    private static long task(Map<String, Object> spec) {
        Answer added = host.post("/tasks", Map.of("spec", spec));
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        return added.at("/id").asLong();
    }

    private static void await(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(45));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static Execution ended(long execution) {
        await(() -> host.store().executions().get(execution).state().isFinal());
        return host.store().executions().get(execution);
    }

    // ---- what is stored -------------------------------------------------------------------------------------------

    @Test
    void comes_back_as_it_was_sent_with_dollars_as_they_are() {
        Map<String, Object> spec = spec("back $$ and ${FORTH}", "team/app");
        spec.put("tags", Map.of("include", List.of("^1\\.2$"), "newest", 3));
        spec.put("schedule", Map.of("cron", "0 2 * * *", "timeZone", "Asia/Shanghai"));
        Answer added = host.post("/tasks", Map.of("spec", spec, "priority", 5, "overlap", "QUEUE"));
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        Answer got = host.get("/tasks/" + added.at("/id").asLong());
        assertThat(got.at("/name").asString()).isEqualTo("back $$ and ${FORTH}");
        assertThat(got.at("/spec/tags/include/0").asString()).isEqualTo("^1\\.2$");
        assertThat(got.at("/overlap").asString()).isEqualTo("QUEUE");
        assertThat(got.at("/nextRunAt").asString()).endsWith("Z");
        // What was read can be sent back.
        Answer same = host.send(
                "PUT",
                "/tasks/" + got.at("/id").asLong(),
                "{\"version\":1,\"spec\":" + got.at("/spec") + "}",
                "application/json");
        assertThat(same.status()).as(same.text()).isEqualTo(200);
        assertThat(same.at("/spec")).isEqualTo(got.at("/spec"));
        assertThat(same.at("/version").asInt()).isEqualTo(2);
    }

    @Test
    void says_all_mistakes_with_their_paths() {
        Map<String, Object> spec = spec("wrong", "team/app");
        spec.put("tags", Map.of("include", List.of("ok", "(")));
        spec.put("schedule", "61 * * * *");
        spec.put("platfroms", List.of("linux/amd64"));
        Answer refused = host.post("/tasks", Map.of("spec", spec));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.type()).startsWith("application/problem+json");
        assertThat(refused.at("/errors"))
                .extracting(error -> error.at("/path").asString())
                .containsExactlyInAnyOrder("tags.include[1]", "schedule", "platfroms");
        assertThat(refused.at("/errors").toString()).contains("did you mean");
    }

    @Test
    void files_and_endless_lists_are_no_tasks() {
        Map<String, Object> files = spec("files", "team/app");
        files.put("target", Map.of("layout", "oci:/etc"));
        assertThat(host.post("/tasks", Map.of("spec", files)).status()).isEqualTo(400);
        assertThat(host.post("/tasks/preview", Map.of("spec", files)).status()).isEqualTo(400);
        Map<String, Object> endless = new HashMap<>(Map.of(
                "name",
                "endless",
                "source",
                Map.of("images", "nginx\n".repeat(5001)),
                "target",
                Map.of("registry", "dst")));
        assertThat(host.post("/tasks", Map.of("spec", endless)).at("/detail").asString())
                .contains("5000");
    }

    @Test
    void enabling_writes_nothing_else() {
        Map<String, Object> spec = spec("switched", "team/app");
        spec.put("schedule", "0 2 * * *");
        long id = task(spec);
        Answer off = host.patch("/tasks/" + id, Map.of("enabled", false));
        assertThat(off.at("/enabled").asBoolean()).isFalse();
        assertThat(off.at("/nextRunAt").isNull()).isTrue();
        assertThat(off.at("/version").asInt()).isEqualTo(1);
        assertThat(host.patch("/tasks/" + id, Map.of("enabled", true, "name", "x"))
                        .status())
                .isEqualTo(400);
        assertThat(host.patch("/tasks/" + id, Map.of("enabled", true))
                        .at("/nextRunAt")
                        .asString())
                .endsWith("Z");
    }

    @Test
    void a_clone_is_another_task_that_does_not_run_by_itself() {
        Map<String, Object> spec = spec("original", "team/app");
        spec.put("schedule", "0 2 * * *");
        long id = task(spec);
        Answer clone = host.post("/tasks/" + id + "/clone", Map.of("name", "dolly"));
        assertThat(clone.status()).isEqualTo(201);
        assertThat(clone.at("/enabled").asBoolean()).isFalse();
        assertThat(clone.at("/spec/schedule/cron").asString()).isEqualTo("0 2 * * *");
        assertThat(host.post("/tasks/" + id + "/clone", Map.of("name", "dolly")).status())
                .isEqualTo(409);
        assertThat(host.delete("/tasks/" + clone.at("/id").asLong()).status()).isEqualTo(204);
    }

    // ---- running --------------------------------------------------------------------------------------------------

    @Test
    void runs_and_is_listed_with_its_last_run() {
        source.seed("run/app", "1", Images.single(11).layers(2000).build());
        long id = task(spec("listed runner", "run/app"));
        Answer run = host.post("/tasks/" + id + "/run");
        assertThat(run.status()).isEqualTo(202);
        assertThat(ended(run.at("/execution").asLong()).state()).isEqualTo(Execution.State.SUCCEEDED);
        assertThat(target.tags("mirror/app")).contains("1");
        assertThat(host.get("/tasks?text=MIRROR").at("/items").toString()).contains("\"listed runner\"");
        Answer listed = host.get("/tasks?text=LISTED&registry=dst&enabled=true");
        assertThat(listed.at("/total").asInt()).isEqualTo(1);
        assertThat(listed.at("/items/0/last/id").asLong())
                .isEqualTo(run.at("/execution").asLong());
        assertThat(listed.at("/items/0/last/state").asString()).isEqualTo("SUCCEEDED");
        assertThat(host.get("/tasks?text=listed&registry=other").at("/total").asInt())
                .isZero();
        Answer idle = host.post("/tasks/" + id + "/stop");
        assertThat(idle.status()).isEqualTo(409);
    }

    @Test
    void stops_what_runs() {
        source.seed("slow/app", "1", Images.single(12).layers(2000).build());
        Fault held = source.faults().on("GET", ".*/slow/app/.*").always().stall();
        try {
            long id = task(spec("slow", "slow/app"));
            long execution = host.post("/tasks/" + id + "/run").at("/execution").asLong();
            assertThat(host.post("/tasks/" + id + "/run").status()).isEqualTo(409);
            assertThat(host.delete("/tasks/" + id).status()).isEqualTo(409);
            Answer stopped = host.post("/tasks/" + id + "/stop");
            assertThat(stopped.status()).isEqualTo(202);
            assertThat(stopped.at("/executions/0").asLong()).isEqualTo(execution);
            assertThat(ended(execution).reason()).isEqualTo(Execution.Reason.STOPPED);
        } finally {
            held.remove();
        }
    }

    @Test
    void a_disabled_registry_is_named_instead_of_a_run_that_fails() {
        long other = host.registry("asleep", target.uri());
        Map<String, Object> spec = spec("sleeper", "run/app");
        spec.put("target", Map.of("registry", "asleep", "project", "x"));
        long id = task(spec);
        host.patch("/registries/" + other, Map.of("enabled", false));
        Answer refused = host.post("/tasks/" + id + "/run");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/detail").asString()).contains("asleep", "disabled");
        assertThat(host.get("/tasks/" + id).at("/last").isNull()).isTrue();
    }

    // ---- looking ahead --------------------------------------------------------------------------------------------

    @Test
    void a_preview_says_what_would_be_done_and_does_nothing() {
        source.seed("look/app", "new", Images.single(21).layers(2000).build());
        source.seed("look/app", "same", Images.single(22).layers(2000).build());
        source.seed("look/app", "other", Images.single(23).layers(2000).build());
        target.seed("mirror/app2", "same", Images.single(22).layers(2000).build());
        target.seed("mirror/app2", "other", Images.single(24).layers(2000).build());
        Map<String, Object> spec = spec("ahead", "look/app");
        spec.put("target", Map.of("registry", "dst", "project", "mirror", "repository", "app2"));
        int before = target.manifests("mirror/app2").size();
        Answer preview = host.post("/tasks/preview", Map.of("spec", spec, "costs", true));
        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        assertThat(preview.at("/complete").asBoolean()).isTrue();
        assertThat(preview.at("/counts/copy").asInt()).isEqualTo(1);
        assertThat(preview.at("/counts/overwrite").asInt()).isEqualTo(1);
        assertThat(preview.at("/counts/keep").asInt()).isEqualTo(1);
        assertThat(preview.at("/counts/bytesToMove").asLong()).isGreaterThan(4000);
        assertThat(preview.at("/rows")).hasSize(3);
        assertThat(preview.at("/rows/0/source").asString()).startsWith(source.host() + "/look/app:");
        assertThat(target.manifests("mirror/app2")).hasSize(before);
        assertThat(host.get("/tasks?text=ahead").at("/total").asInt()).isZero();
        long stored = task(spec);
        Answer ofTask = host.post("/tasks/preview", Map.of("task", stored));
        assertThat(ofTask.at("/counts/copy").asInt()).isEqualTo(1);
    }

    @Test
    void a_preview_does_not_warn_of_what_was_tried_again() {
        source.seed("weary/app", "1", Images.single(25).layers(2000).build());
        Fault busy = source.faults().on("GET", ".*/weary/app/tags/list").status(503);
        Answer preview = host.post("/tasks/preview", Map.of("spec", spec("weary", "weary/app")));
        assertThat(busy.hits()).isEqualTo(1);
        assertThat(preview.at("/rows")).hasSize(1);
        assertThat(preview.at("/counts/fail").asInt()).isZero();
        assertThat(preview.at("/warnings")).isEmpty();
    }

    @Test
    void a_preview_shows_what_each_wanted_platform_takes() {
        source.seed("parts/app", "1", Images.multiPlatform(61, "linux/amd64", "linux/arm64", "linux/s390x"));
        Map<String, Object> spec = spec("parts", "parts/app");
        spec.put("platforms", List.of("linux/amd64", "linux/arm64"));
        Answer preview = host.post("/tasks/preview", Map.of("spec", spec, "costs", true));
        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        assertThat(preview.at("/rows/0/platforms")).hasSize(2);
        assertThat(preview.at("/rows/0/platforms/1/platform").asString()).isEqualTo("linux/arm64");
        long sum = preview.at("/rows/0/platforms/0/bytesToMove").asLong()
                + preview.at("/rows/0/platforms/1/bytesToMove").asLong();
        assertThat(preview.at("/rows/0/cost/bytesToMove").asLong())
                .isEqualTo(sum)
                .isPositive();
    }

    @Test
    void a_preview_of_what_cannot_be_meant_says_why() {
        Map<String, Object> spec = spec("nothing", "look/app");
        spec.put("source", Map.of("registry", "src", "repositories", List.of("nowhere/*")));
        Answer preview = host.post("/tasks/preview", Map.of("spec", spec));
        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.at("/complete").asBoolean()).isFalse();
        assertThat(preview.at("/failure").asString()).contains("nothing to copy");
    }

    @Test
    void lists_so_many_rows_and_counts_the_others() {
        var image = Images.single(31).layers(100).build();
        for (int number = 0; number < 520; number++) {
            source.seed("many/app", "t" + number, image);
        }
        Answer preview = host.post("/tasks/preview", Map.of("spec", spec("many", "many/app")));
        assertThat(preview.at("/rows")).hasSize(500);
        assertThat(preview.at("/rowsLeftOut").asInt()).isEqualTo(20);
        assertThat(preview.at("/counts/copy").asInt()).isEqualTo(520);
    }

    @Test
    void who_no_longer_waits_makes_room_for_others() throws IOException {
        source.seed("gone/app", "1", Images.single(51).layers(100).build());
        Fault held = source.faults().on("GET", ".*/gone/app/.*").always().stall();
        List<Socket> waiting = new ArrayList<>();
        try {
            String preview = "{\"spec\":{\"name\":\"gone\",\"source\":{\"registry\":\"src\","
                    + "\"repository\":\"gone/app\"},\"target\":{\"registry\":\"dst\"}}}";
            String another = "/registries/" + targetId + "/projects";
            await(() -> {
                waiting.add(asked("/tasks/preview", preview));
                return host.get(another).status() == 429;
            });
            for (Socket socket : waiting) {
                socket.close();
            }
            // Much sooner than the time that is up after a minute for whoever stays.
            await(() -> host.get(another).status() == 200);
        } finally {
            held.remove();
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** Asks, and does not read the answer. */
    private static Socket asked(String path, String body) {
        URI uri = host.uri(path);
        String request = "POST " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try {
            Socket socket = new Socket(uri.getHost(), uri.getPort());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return socket;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void a_difference_is_between_two_repositories_or_that_of_a_task() {
        source.seed("diff/app", "missing", Images.single(41).layers(100).build());
        source.seed("diff/app", "same", Images.single(42).layers(100).build());
        target.seed("diff/copy", "same", Images.single(42).layers(100).build());
        target.seed("diff/copy", "extra", Images.single(43).layers(100).build());
        Answer diff = host.get("/diff?source=" + sourceId + "/diff/app&target=" + targetId + "/diff/copy");
        assertThat(diff.status()).as(diff.text()).isEqualTo(200);
        assertThat(diff.at("/counts/keep").asInt()).isEqualTo(1);
        assertThat(diff.at("/rows"))
                .extracting(row -> row.at("/action").asString())
                .containsExactlyInAnyOrder("COPY", "DELETE");
        assertThat(diff.at("/rows").toString()).contains(target.host() + "/diff/copy:extra");
        Map<String, Object> spec = spec("differing", "diff/app");
        spec.put("target", Map.of("registry", "dst", "project", "diff", "repository", "copy"));
        Answer ofTask = host.get("/diff?task=" + task(spec));
        assertThat(ofTask.at("/rows")).isEqualTo(diff.at("/rows"));
        assertThat(target.tags("diff/copy")).containsExactlyInAnyOrder("same", "extra");
        String sides = "/diff?source=" + sourceId + "%s&target=" + targetId + "%s";
        Answer below = host.get(String.format(Locale.ROOT, sides, "/diff/", "/diff/"));
        assertThat(below.at("/rows"))
                .extracting(row -> row.at("/action").asString())
                .containsOnly("COPY");
        assertThat(below.at("/rows").toString()).contains(target.host() + "/diff/app:missing", "/diff/app:same");
        Answer whole = host.get(String.format(Locale.ROOT, sides, "", "/"));
        assertThat(whole.at("/rows").toString()).contains(target.host() + "/diff/app:missing");
        assertThat(host.get(String.format(Locale.ROOT, sides, "/diff/app", "/diff/"))
                        .status())
                .isEqualTo(400);
        assertThat(host.get("/diff?source=nonsense&target=1/x").status()).isEqualTo(400);
    }

    // ---- files ----------------------------------------------------------------------------------------------------

    @Test
    void goes_out_as_a_sync_file_and_comes_in_again() {
        task(spec("exported", "team/app"));
        Answer export = host.get("/tasks/export");
        assertThat(export.at("/yaml").asString()).contains("exported", "registries:");
        Answer file = host.get("/tasks/export", "application/yaml");
        assertThat(file.text()).isEqualTo(export.at("/yaml").asString());
        Answer imported = host.post("/tasks/import", Map.of("yaml", file.text(), "mode", "SKIP"));
        assertThat(imported.at("/items"))
                .allSatisfy(item -> assertThat(item.at("/outcome").asString()).isEqualTo("SKIPPED"));
        String another = file.text().replace("exported", "rehearsed");
        Answer told = host.post("/tasks/import", Map.of("yaml", another, "dryRun", true));
        assertThat(told.text()).contains("\"name\":\"rehearsed\",\"outcome\":\"ADDED\"");
        assertThat(host.get("/tasks?text=rehearsed").at("/total").asLong()).isZero();
        Answer wrong = host.post("/tasks/import", Map.of("yaml", "syncs:\n  - nam: x\n"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.at("/errors"))
                .extracting(error -> error.at("/line").asInt())
                .contains(2);
    }
}
