package io.registrysync.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.spring.web.RestHost.Answer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RegistriesRestTest {
    @TempDir
    static Path data;

    private static RestHost host;
    private static StrictRegistry open;
    private static StrictRegistry guarded;

    @BeforeAll
    static void start() {
        host = new RestHost(data);
        open = StrictRegistry.start();
        guarded = StrictRegistry.builder()
                .access(Access.bearer().user("alice", "s3cret", Rights.PUSH).user("reader", "s3cret", Rights.PULL))
                .start();
    }

    @AfterAll
    static void stop() {
        host.close();
        open.close();
        guarded.close();
    }

    private static Map<String, Object> guarded(String name, String user, String password) {
        return new HashMap<>(
                Map.of("name", name, "url", guarded.uri().toString(), "username", user, "password", password));
    }

    private static String state(JsonNode verdict, String plane) {
        for (JsonNode each : verdict.at("/planes")) {
            if (each.at("/plane").asString().equals(plane)) {
                return each.at("/state").asString();
            }
        }
        throw new AssertionError("no " + plane + " in " + verdict);
    }

    // ---- what is stored -------------------------------------------------------------------------------------------

    @Test
    void a_password_goes_in_and_never_comes_out() {
        Answer added = host.post("/registries", guarded("secretive", "alice", "s3cret"));
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.at("/hasPassword").asBoolean()).isTrue();
        assertThat(added.at("/host").asString()).isEqualTo(guarded.host());
        Answer got = host.get("/registries/" + added.at("/id").asLong());
        assertThat(added.text() + got.text() + host.get("/registries").text()).doesNotContain("s3cret");
        assertThat(host.store().registries().password(added.at("/id").asLong())).contains("s3cret");
    }

    @Test
    void an_empty_password_keeps_it_and_only_a_wish_clears_it() {
        long id = host.post("/registries", guarded("keeper", "alice", "s3cret"))
                .at("/id")
                .asLong();
        Map<String, Object> change = guarded("keeper", "alice", "");
        change.put("version", 1);
        Answer kept = host.put("/registries/" + id, change);
        assertThat(kept.at("/hasPassword").asBoolean()).isTrue();
        assertThat(kept.at("/passwordDropped").asBoolean()).isFalse();
        change.put("version", 2);
        change.put("clearPassword", true);
        Answer cleared = host.put("/registries/" + id, change);
        assertThat(cleared.at("/hasPassword").asBoolean()).isFalse();
        assertThat(cleared.at("/passwordDropped").asBoolean()).isFalse();
    }

    @Test
    void says_that_another_address_has_cost_the_password() {
        long id = host.post("/registries", guarded("mover", "alice", "s3cret"))
                .at("/id")
                .asLong();
        Answer moved = host.put(
                "/registries/" + id,
                Map.of("version", 1, "name", "mover", "url", open.uri().toString(), "username", "alice"));
        assertThat(moved.at("/hasPassword").asBoolean()).isFalse();
        assertThat(moved.at("/passwordDropped").asBoolean()).isTrue();
    }

    @Test
    void who_changes_what_another_has_changed_is_told() {
        long id = host.registry("contested", open.uri());
        Map<String, Object> change =
                new HashMap<>(Map.of("name", "contested", "url", open.uri().toString(), "version", 1));
        assertThat(host.put("/registries/" + id, change).at("/version").asInt()).isEqualTo(2);
        Answer late = host.put("/registries/" + id, change);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.at("/code").asString()).isEqualTo("changed");
        change.remove("version");
        assertThat(host.put("/registries/" + id, change).status()).isEqualTo(400);
    }

    @Test
    void names_what_it_does_not_know_or_understand() {
        Answer unknown = host.post("/registries", Map.of("name", "x", "url", "example.com", "role", "ADMIN"));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.at("/detail").asString()).contains("role", "username");
        Answer wrong = host.post("/registries", Map.of("name", "x", "url", "example.com", "maxUnits", "many"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.at("/detail").asString()).contains("maxUnits");
        Answer broken = host.send("POST", "/registries", "{\"password\": \"s3cret\", oops", "application/json");
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.text()).doesNotContain("s3cret");
        assertThat(host.get("/registries/abc").status()).isEqualTo(400);
        assertThat(host.get("/registries?size=201").status()).isEqualTo(400);
        assertThat(host.get("/registries/999999").status()).isEqualTo(404);
    }

    @Test
    void lists_by_text_and_by_whether_tasks_may_use_them() {
        long id = host.registry("Findable One", open.uri());
        host.registry("Findable Two", open.uri());
        assertThat(host.patch("/registries/" + id, Map.of("enabled", false))
                        .at("/enabled")
                        .asBoolean())
                .isFalse();
        assertThat(host.get("/registries?text=findable").at("/total").asInt()).isEqualTo(2);
        host.post("/registries", guarded("by its user", "finder-of-things", "s3cret"));
        assertThat(host.get("/registries?text=Finder-Of").at("/total").asInt()).isEqualTo(1);
        Answer usable = host.get("/registries?text=FINDABLE&enabled=true");
        assertThat(usable.at("/total").asInt()).isEqualTo(1);
        assertThat(usable.at("/items/0/name").asString()).isEqualTo("Findable Two");
        Answer second = host.get("/registries?text=findable&page=1&size=1");
        assertThat(second.at("/items")).hasSize(1);
        assertThat(second.at("/total").asInt()).isEqualTo(2);
    }

    @Test
    void what_tasks_need_stays_and_they_are_named() {
        long id = host.registry("needed", open.uri());
        host.post(
                "/tasks",
                Map.of(
                        "spec",
                        Map.of(
                                "name",
                                "the needy task",
                                "source",
                                Map.of("registry", "needed"),
                                "target",
                                Map.of("registry", "needed", "project", "copy"))));
        Answer refused = host.delete("/registries/" + id);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/detail").asString()).contains("the needy task");
        long free = host.registry("free", open.uri());
        assertThat(host.delete("/registries/" + free).status()).isEqualTo(204);
        assertThat(host.get("/registries/" + free).status()).isEqualTo(404);
    }

    @Test
    void knows_the_vendors_in_two_languages() {
        JsonNode types = host.get("/registries/types").at("/types");
        assertThat(types).hasSize(12);
        assertThat(types).allSatisfy(type -> {
            assertThat(type.at("/namespace/zh").asString()).isNotEmpty();
            assertThat(type.at("/hints/0/en").asString()).isNotEmpty();
            // What is offered can be saved.
            Answer saved = host.post(
                    "/registries",
                    Map.of(
                            "name",
                            "type " + type.at("/type").asString(),
                            "type",
                            type.at("/type").asString(),
                            "url",
                            type.at("/url").asString()));
            assertThat(saved.status()).isEqualTo(201);
        });
    }

    // ---- whether it works -----------------------------------------------------------------------------------------

    @Test
    void a_registry_that_works_is_ok_on_every_plane_and_nothing_is_left_there() {
        JsonNode verdict = host.post(
                        "/registries/test",
                        Map.of("registry", guarded("x", "alice", "s3cret"), "repository", "team/app"))
                .json();
        assertThat(verdict.at("/usable").asBoolean()).isTrue();
        assertThat(verdict.at("/user").asString()).isEqualTo("alice");
        assertThat(state(verdict, "NETWORK")).isEqualTo("OK");
        assertThat(state(verdict, "TLS")).isEqualTo("SKIPPED");
        assertThat(state(verdict, "LOGIN")).isEqualTo("OK");
        assertThat(state(verdict, "LIST")).isEqualTo("OK");
        assertThat(state(verdict, "PUSH")).isEqualTo("OK");
        assertThat(guarded.openUploads("team/app")).isZero();
        assertThat(guarded.repositories()).doesNotContain("team/app");
    }

    @Test
    void says_on_which_plane_it_fails() {
        JsonNode login = host.post("/registries/test", Map.of("registry", guarded("x", "alice", "wrong")))
                .json();
        assertThat(login.at("/usable").asBoolean()).isFalse();
        assertThat(state(login, "NETWORK")).isEqualTo("OK");
        assertThat(state(login, "LOGIN")).isEqualTo("FAILED");
        assertThat(state(login, "PUSH")).isEqualTo("SKIPPED");
        JsonNode push = host.post(
                        "/registries/test",
                        Map.of("registry", guarded("x", "reader", "s3cret"), "repository", "team/app"))
                .json();
        assertThat(state(push, "LOGIN")).isEqualTo("OK");
        assertThat(state(push, "PUSH")).isEqualTo("FAILED");
        StrictRegistry gone = StrictRegistry.start();
        gone.close();
        JsonNode network = host.post(
                        "/registries/test",
                        Map.of("registry", Map.of("url", gone.uri().toString())))
                .json();
        assertThat(state(network, "NETWORK")).isEqualTo("FAILED");
        assertThat(state(network, "LOGIN")).isEqualTo("SKIPPED");
        try (StrictRegistry elsewhere = StrictRegistry.start()) {
            elsewhere.faults().on("GET", "/v2/").always().error(404, "NOT_HERE");
            JsonNode website = host.post(
                            "/registries/test",
                            Map.of("registry", Map.of("url", elsewhere.uri().toString())))
                    .json();
            assertThat(state(website, "NETWORK")).isEqualTo("FAILED");
            assertThat(state(website, "LOGIN")).isEqualTo("SKIPPED");
        }
        try (StrictRegistry selfSigned = StrictRegistry.builder().tls().start()) {
            JsonNode tls = host.post(
                            "/registries/test",
                            Map.of("registry", Map.of("url", selfSigned.uri().toString())))
                    .json();
            assertThat(state(tls, "NETWORK")).isEqualTo("OK");
            assertThat(state(tls, "TLS")).isEqualTo("FAILED");
            JsonNode insecure = host.post(
                            "/registries/test",
                            Map.of("registry", Map.of("url", selfSigned.uri().toString(), "insecure", true)))
                    .json();
            assertThat(state(insecure, "TLS")).isEqualTo("OK");
        }
    }

    @Test
    void a_stored_password_is_tried_only_where_it_was_saved_for() {
        long id = host.post("/registries", guarded("tried", "alice", "s3cret"))
                .at("/id")
                .asLong();
        JsonNode same = host.post("/registries/test", Map.of("id", id, "registry", guarded("renamed", "alice", "")))
                .json();
        assertThat(state(same, "LOGIN")).isEqualTo("OK");
        assertThat(same.at("/user").asString()).isEqualTo("alice");
        try (StrictRegistry spy = StrictRegistry.start()) {
            Map<String, Object> elsewhere = guarded("tried", "alice", "");
            elsewhere.put("url", spy.uri().toString());
            Answer refused = host.post("/registries/test", Map.of("id", id, "registry", elsewhere));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.at("/code").asString()).isEqualTo("password_needed");
            assertThat(spy.traffic().count()).isZero();
        }
    }

    // ---- what is in it --------------------------------------------------------------------------------------------

    @Test
    void shows_how_much_a_registry_still_gives() {
        open.seed("metered/app", "1.0", Images.single(1).layers(1000).build());
        long id = host.registry("metered", open.uri());
        assertThat(host.get("/registries/" + id).at("/quota").isNull()).isTrue();
        open.faults()
                .on("GET", "/v2/metered/app/manifests/1.0")
                .setHeaders(Map.of("RateLimit-Limit", "100;w=21600", "RateLimit-Remaining", "7;w=21600"));

        host.get("/registries/" + id + "/manifest?repository=metered/app&reference=1.0");

        JsonNode quota = host.get("/registries/" + id).at("/quota");
        assertThat(quota.at("/limit").asLong()).isEqualTo(100);
        assertThat(quota.at("/remaining").asLong()).isEqualTo(7);
        assertThat(quota.at("/seconds").asLong()).isEqualTo(21600);
        assertThat(host.get("/registries?text=metered").at("/items").toString()).contains("\"remaining\":7");
    }

    @Test
    void can_be_looked_into_also_while_tasks_may_not_use_it() {
        open.seed(
                "browse/app",
                "1.0",
                Images.single(1).layers(1000).created("2024-05-01T00:00:00Z").build());
        open.seed("browse/app", "1.1", Images.multiPlatform(5, "linux/amd64", "linux/arm64"));
        open.seed("browse/web", "2.0", Images.single(2).layers(1000).build());
        long id = host.registry("browsed", open.uri());
        host.patch("/registries/" + id, Map.of("enabled", false));
        String at = "/registries/" + id;
        assertThat(host.get(at + "/projects").at("/items").toString()).contains("\"browse\"");
        assertThat(host.get(at + "/repositories?project=browse&text=WEB")
                        .at("/items")
                        .toString())
                .isEqualTo("[\"browse/web\"]");
        Answer tags = host.get(at + "/tags?repository=browse/app&size=1&page=1");
        assertThat(tags.at("/items").toString()).isEqualTo("[\"1.1\"]");
        assertThat(tags.at("/total").asInt()).isEqualTo(2);
        assertThat(tags.at("/complete").asBoolean()).isTrue();
        Answer single = host.get(at + "/manifest?repository=browse/app&reference=1.0");
        assertThat(single.at("/created").asString()).isEqualTo("2024-05-01T00:00:00Z");
        assertThat(single.at("/layers")).hasSize(1);
        assertThat(single.at("/platforms/0/platform").asString()).isEqualTo("linux/amd64");
        Answer index = host.get(at + "/manifest?repository=browse/app&reference=1.1");
        assertThat(index.at("/platforms")).hasSize(2);
        assertThat(index.at("/platforms/1/platform").asString()).isEqualTo("linux/arm64");
        assertThat(index.at("/platforms/1/size").asLong()).isGreaterThan(4500);
        assertThat(host.get(at + "/manifest?repository=browse/app&reference="
                                + index.at("/digest").asString())
                        .status())
                .isEqualTo(200);
        Answer absent = host.get(at + "/manifest?repository=browse/app&reference=9");
        assertThat(absent.status()).isEqualTo(422);
        assertThat(absent.at("/code").asString()).isEqualTo("registry_not_found");
        assertThat(state(host.post(at + "/test?repository=browse/app").json(), "PUSH"))
                .isEqualTo("OK");
    }
}
