package io.registrysync.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What there is at a registry that has no interface of its own. */
@Timeout(60)
class ListingTest {
    private static final Image IMAGE = Images.single(1).layers(10).build();
    private static final String CATALOG = "/v2/_catalog";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private StrictRegistry started(StrictRegistry.Builder builder, String... repositories) {
        StrictRegistry registry = builder.start();
        open.add(registry);
        for (String repository : repositories) {
            registry.seed(repository, "1", IMAGE);
        }
        return registry;
    }

    private Registry client(StrictRegistry registry) {
        Registry client = Registry.at(registry.uri().toString())
                .retries(new Retries(2, Duration.ofMillis(1), Duration.ofMillis(2)))
                .credentials(Credentials.basic("robot", "secret"))
                .open();
        open.add(0, client);
        return client;
    }

    private static List<String> paths(Stream<RepositoryName> names) {
        return names.map(RepositoryName::path).toList();
    }

    // ---- repositories and projects --------------------------------------------------------------------------------

    @Test
    void repositories_of_a_project_are_those_beneath_it() {
        StrictRegistry registry =
                started(StrictRegistry.builder(), "app", "prod", "prod/api", "prod/web/ui", "production/x");

        assertThat(paths(client(registry).repositories("prod"))).containsExactly("prod/api", "prod/web/ui");
        assertThat(paths(client(registry).repositories("prod/web"))).containsExactly("prod/web/ui");
        assertThat(paths(client(registry).repositories("none"))).isEmpty();
    }

    @Test
    void projects_are_what_stands_before_the_first_slash_each_once() {
        StrictRegistry registry =
                started(StrictRegistry.builder().pageCap(2), "a/x", "a/y/z", "app", "b/x", "c/x", "c/y");

        assertThat(client(registry).projects()).containsExactly("a", "b", "c");
    }

    @Test
    void pages_are_read_as_they_are_needed() {
        StrictRegistry registry = started(StrictRegistry.builder().pageCap(1), "a", "b", "c");
        Iterator<RepositoryName> names = client(registry).repositories().iterator();

        assertThat(names.next().path()).isEqualTo("a");
        assertThat(registry.traffic().count("GET", CATALOG)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"ABSOLUTE_LINK", "LINK_UNQUOTED", "LINK_LOOPS"})
    void pages_of_repositories_that_point_in_a_circle_or_oddly(Quirk quirk) {
        StrictRegistry registry = started(StrictRegistry.builder().pageCap(2).quirks(quirk), "a", "b", "c", "d", "e");

        assertThat(paths(client(registry).repositories()))
                .hasSize(quirk == Quirk.LINK_LOOPS ? 2 : 5)
                .doesNotHaveDuplicates();
        assertThat(registry.traffic().count("GET", CATALOG)).isLessThanOrEqualTo(3);
    }

    @Test
    void names_that_are_none_are_left_out() {
        StrictRegistry registry = started(StrictRegistry.builder());
        registry.faults()
                .on("GET", CATALOG)
                .status(
                        200,
                        Map.of("Content-Type", "application/json"),
                        "{\"repositories\":[\"../x\",\"A\",\"<b>\",\"ok/name\",null,7]}");

        assertThat(paths(client(registry).repositories())).containsExactly("ok/name");
    }

    @Test
    void a_catalog_that_is_switched_off_is_an_error_that_says_what_to_do() {
        StrictRegistry registry = started(StrictRegistry.builder().quirks(Quirk.CATALOG_DISABLED), "a");

        assertThatThrownBy(() -> client(registry).repositories().toList())
                .isInstanceOfSatisfying(RegistryException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
                    assertThat(failure.hint()).contains("Name the repositories one by one");
                });
    }

    @Test
    void a_catalog_for_others_is_an_error_that_says_what_to_do() {
        StrictRegistry registry =
                started(StrictRegistry.builder().access(Access.bearer().user("robot", "secret", Rights.PULL, "app")));

        assertThatThrownBy(() -> client(registry).repositories("prod").toList())
                .isInstanceOfSatisfying(RegistryException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
                    assertThat(failure.hint()).contains("Name the repositories one by one");
                });
    }

    @Test
    void a_project_that_is_no_name_is_refused_before_anything_is_asked() {
        StrictRegistry registry = started(StrictRegistry.builder());

        assertThatThrownBy(() -> client(registry).repositories("../x")).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> client(registry).createProject("a?b")).isInstanceOf(FormatException.class);
        assertThat(registry.traffic().count()).isZero();
    }

    @Test
    void no_foreign_path_is_tried_at_a_registry_that_is_no_harbor() {
        StrictRegistry registry = started(StrictRegistry.builder(), "prod/api");
        Registry client = client(registry);

        assertThat(client.projects()).containsExactly("prod");
        assertThat(client.hasProject("prod")).isEmpty();
        assertThat(client.repository("prod/api").pushTimes()).isEmpty();
        assertThatThrownBy(() -> client.createProject("new"))
                .isInstanceOf(RegistryException.class)
                .hasMessage("create project new: this registry does not let projects be created from here");

        assertThat(registry.traffic().requests())
                .allMatch(exchange -> exchange.path().startsWith("/v2/"));
        assertThat(registry.traffic().count("GET", "/v2/")).isEqualTo(1);
    }

    // ---- tags -----------------------------------------------------------------------------------------------------

    @Test
    void full_pages_without_a_link_are_followed_by_the_last_entry() {
        StrictRegistry registry = started(StrictRegistry.builder().quirks(Quirk.NO_LINK), "app");
        IntStream.range(0, 2500).forEach(i -> registry.tag("app", "t" + i, IMAGE.digest()));

        assertThat(client(registry).repository("app").tags()).hasSize(2501);
        assertThat(registry.traffic().count("GET", "/v2/app/tags/list")).isEqualTo(3);
    }

    @Test
    void a_link_to_another_host_or_path_is_not_followed_there() {
        StrictRegistry elsewhere = started(StrictRegistry.builder());
        StrictRegistry registry = started(StrictRegistry.builder().pageCap(1), "app");
        registry.tag("app", "2", IMAGE.digest());
        registry.faults()
                .on("GET", "/v2/app/tags/list")
                .times(1)
                .setHeader("Link", "<" + elsewhere.uri() + "/v2/app/tags/list?last=1>; rel=\"next\"");

        assertThat(client(registry).repository("app").tags()).containsExactly(new Tag("1"), new Tag("2"));
        assertThat(elsewhere.traffic().count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"tags\":null}", "{}", "{\"tags\":[]}", "{\"name\":\"app\"}"})
    void no_tags_in_any_form_are_no_tags(String json) {
        StrictRegistry registry = started(StrictRegistry.builder(), "app");
        registry.faults().on("GET", "/v2/app/tags/list").body("application/json", json.getBytes(UTF_8));

        assertThat(client(registry).repository("app").tags()).isEmpty();
    }

    @Test
    void a_repository_that_does_not_exist_has_no_tags() {
        StrictRegistry registry = started(StrictRegistry.builder());

        assertThat(client(registry).repository("app").tags()).isEmpty();
    }
}
