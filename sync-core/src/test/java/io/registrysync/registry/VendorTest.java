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
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.registry.RegistryException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The interfaces of Harbor and Docker Hub. */
@Timeout(60)
class VendorTest {
    private static final Image IMAGE = Images.single(1).layers(10).build();
    private static final Image OTHER = Images.single(2).layers(10).build();
    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private StrictRegistry harbor(Quirk... quirks) {
        StrictRegistry registry = StrictRegistry.builder()
                .quirks(quirks)
                .access(Access.bearer().service("harbor-registry").user("robot", "secret", Rights.PUSH))
                .harborProject("prod", false)
                .harborProject("public", true)
                .start();
        open.add(registry);
        return registry;
    }

    private StrictRegistry hub(Quirk... quirks) {
        StrictRegistry registry = StrictRegistry.builder()
                .quirks(quirks)
                .access(Access.bearer().anonymousPull().user("robot", "secret", Rights.PUSH))
                .start();
        open.add(registry);
        return registry;
    }

    private static Registry.Builder client(StrictRegistry registry) {
        return Registry.at(registry.uri().toString())
                .retries(new Retries(2, Duration.ofMillis(1), Duration.ofMillis(2)));
    }

    private Registry opened(Registry.Builder builder) {
        Registry client = builder.open();
        open.add(0, client);
        return client;
    }

    private Registry known(StrictRegistry registry) {
        return opened(client(registry).credentials(Credentials.basic("robot", "secret")));
    }

    private static List<String> paths(Stream<RepositoryName> names) {
        return names.map(RepositoryName::path).toList();
    }

    private static void seed(StrictRegistry registry, String... repositories) {
        for (String repository : repositories) {
            registry.seed(repository, "1", IMAGE);
        }
    }

    // ---- Harbor ---------------------------------------------------------------------------------------------------

    @Test
    void a_harbor_of_any_name_is_recognised_by_its_challenge_and_tells_its_projects() {
        StrictRegistry registry = harbor();

        assertThat(known(registry).projects()).containsExactly("prod", "public");
        assertThat(registry.traffic().requests())
                .extracting(exchange -> exchange.path())
                .containsExactly("/v2/", "/api/v2.0/projects");
    }

    @Test
    void a_harbor_that_has_challenged_us_already_is_not_asked_again() {
        StrictRegistry registry = harbor();
        Registry client = known(registry);
        client.check();
        registry.traffic().reset();

        assertThat(client.projects()).hasSize(2);

        assertThat(registry.traffic().count("GET", "/v2/")).isZero();
    }

    @Test
    void lists_the_repositories_of_a_harbor_project_or_of_all() {
        StrictRegistry registry = harbor();
        seed(registry, "prod/api", "prod/web/ui", "public/tool");

        assertThat(paths(known(registry).repositories("prod"))).containsExactly("prod/api", "prod/web/ui");
        assertThat(paths(known(registry).repositories("prod/web"))).containsExactly("prod/web/ui");
        assertThat(paths(known(registry).repositories())).containsExactly("prod/api", "prod/web/ui", "public/tool");
        assertThat(registry.traffic().count("GET", "/v2/_catalog")).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERRERS_API", "NO_LINK"})
    void reads_all_pages_of_harbor(Quirk quirk) {
        StrictRegistry registry = harbor(quirk);
        IntStream.range(0, 250).forEach(i -> seed(registry, "prod/r" + i));

        assertThat(known(registry).repositories("prod")).hasSize(250);
        assertThat(registry.traffic().count("GET", "/api/v2.0/projects/prod/repositories"))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"LINK_LOOPS"})
    void a_vendor_that_always_sends_the_same_page_is_left(Quirk quirk) {
        StrictRegistry registry = harbor(quirk);
        IntStream.range(0, 250).forEach(i -> seed(registry, "prod/r" + i));

        assertThat(known(registry).repositories("prod")).hasSize(100);
    }

    @Test
    void everybody_sees_the_public_projects_of_harbor() {
        StrictRegistry registry = harbor();

        assertThat(opened(client(registry)).projects()).containsExactly("public");
    }

    @Test
    void a_harbor_project_that_is_not_for_us_says_what_to_do() {
        StrictRegistry registry = harbor();
        registry.faults().on("GET", "/api/.+").error(403, "FORBIDDEN");

        assertThatThrownBy(() -> known(registry).repositories("prod").toList())
                .isInstanceOfSatisfying(RegistryException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
                    assertThat(failure.hint()).contains("Name the repositories one by one");
                });
    }

    @Test
    void harbor_tells_whether_a_project_exists() {
        StrictRegistry registry = harbor();

        assertThat(known(registry).hasProject("prod")).contains(true);
        assertThat(known(registry).hasProject("new")).contains(false);
    }

    @Test
    void harbor_that_does_not_want_to_tell_leaves_it_open() {
        StrictRegistry registry = harbor();
        registry.faults().on("HEAD", "/api/.+").status(401);

        assertThat(known(registry).hasProject("prod")).isEmpty();
    }

    @Test
    void a_project_that_is_created_is_private() {
        StrictRegistry registry = harbor();

        known(registry).createProject("new");

        assertThat(registry.projects()).containsEntry("new", false);
    }

    @Test
    void a_project_that_exists_stays_as_it_is() {
        StrictRegistry registry = harbor();

        known(registry).createProject("public");

        assertThat(registry.projects()).containsEntry("public", true);
    }

    @Test
    void a_project_whose_creation_was_not_answered_is_created() {
        StrictRegistry registry = harbor();
        registry.faults().on("POST", "/api/.+").times(1).answerLost();

        known(registry).createProject("new");

        assertThat(registry.projects()).containsEntry("new", false);
    }

    @Test
    void a_login_that_may_not_create_projects_is_told() {
        StrictRegistry registry = harbor();
        registry.faults().on("POST", "/api/.+").error(403, "FORBIDDEN");

        assertThatThrownBy(() -> known(registry).createProject("new"))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.hint()).contains("may not create projects"));
    }

    @Test
    void harbor_tells_when_tags_were_pushed_also_where_names_have_slashes() {
        StrictRegistry registry = harbor();
        registry.seed("prod/web/ui", "a", IMAGE);
        registry.seed("prod/web/ui", "b", OTHER);
        registry.tag("prod/web/ui", "c", IMAGE.digest());
        registry.untag("prod/web/ui", "none");

        assertThat(known(registry).repository("prod/web/ui").pushTimes())
                .isEqualTo(Map.of(
                        new Tag("a"),
                        FIRST,
                        new Tag("b"),
                        FIRST.plus(Duration.ofDays(1)),
                        new Tag("c"),
                        FIRST.plus(Duration.ofDays(2))));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void push_times_that_are_not_for_us_are_not_known(int status) {
        StrictRegistry registry = harbor();
        seed(registry, "prod/api");
        registry.faults().on("GET", "/api/.+").always().status(status);

        assertThat(known(registry).repository("prod/api").pushTimes()).isEmpty();
    }

    @Test
    void looking_for_push_times_can_be_called_off() {
        StrictRegistry registry = harbor();
        seed(registry, "prod/api");
        Cancellation cancellation = new Cancellation();
        registry.faults().on("GET", "/api/.+").runWith(exchange -> cancellation.cancel());
        Repository repository = known(registry).repository("prod/api").within(cancellation, notice -> {});

        assertThatThrownBy(repository::pushTimes).isInstanceOf(CancellationException.class);
    }

    @Test
    void an_answer_of_harbor_that_is_no_json_is_an_error() {
        StrictRegistry registry = harbor();
        registry.faults().on("GET", "/api/.+").body("application/json", "[{".getBytes(UTF_8));

        assertThatThrownBy(() -> known(registry).projects().toList())
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("not valid JSON");
    }

    @Test
    void an_answer_of_harbor_that_does_not_end_is_an_error() {
        StrictRegistry registry = harbor();
        registry.faults().on("GET", "/api/.+").oversizedBody(100_000_000);

        assertThatThrownBy(() -> known(registry).projects().toList())
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("bytes");
    }

    @Test
    void a_harbor_that_sends_us_elsewhere_does_not_get_the_password_there() {
        StrictRegistry registry = harbor();
        StrictRegistry elsewhere = hub();
        registry.faults().on("GET", "/api/.+").redirect(302, elsewhere.uri().resolve("/api/v2.0/projects"));

        assertThatThrownBy(() -> known(registry).projects().toList()).isInstanceOf(RegistryException.class);
        assertThat(elsewhere.traffic().count()).isEqualTo(1);
        assertThat(elsewhere.traffic().credentials()).isEmpty();
    }

    // ---- Docker Hub -----------------------------------------------------------------------------------------------

    private Registry hubClient(StrictRegistry registry, Credentials credentials) {
        return opened(client(registry).hub(registry.hubUri()).credentials(credentials));
    }

    @Test
    void docker_hub_tells_everybody_the_public_repositories_of_a_namespace() {
        StrictRegistry registry = hub();
        seed(registry, "library/nginx", "library/private", "other/x");

        assertThat(paths(hubClient(registry, Credentials.ANONYMOUS).repositories("library")))
                .containsExactly("library/nginx");
    }

    @Test
    void docker_hub_tells_a_member_the_private_ones_too_after_one_login() {
        StrictRegistry registry = hub();
        seed(registry, "library/nginx", "library/private");
        Registry client = hubClient(registry, Credentials.basic("robot", "secret"));

        assertThat(paths(client.repositories("library"))).containsExactly("library/nginx", "library/private");
        assertThat(client.repositories("library")).hasSize(2);
        assertThat(registry.traffic().count("POST", "/hub/v2/auth/token")).isEqualTo(1);
    }

    @Test
    void a_login_that_docker_hub_refuses_is_an_error() {
        StrictRegistry registry = hub();
        seed(registry, "library/nginx");

        assertThatThrownBy(() -> hubClient(registry, Credentials.basic("robot", "wrong"))
                        .repositories("library")
                        .toList())
                .isInstanceOfSatisfying(RegistryException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
                    assertThat(failure.hint()).contains("access token");
                    assertThat(failure.getMessage()).doesNotContain("wrong");
                });
    }

    @Test
    void reads_all_pages_of_docker_hub_and_goes_nowhere_that_an_answer_names() {
        StrictRegistry registry = hub();
        IntStream.range(0, 250).forEach(i -> seed(registry, "library/r" + i));

        assertThat(hubClient(registry, Credentials.ANONYMOUS).repositories("library"))
                .hasSize(250);
        assertThat(registry.traffic().count("GET", "/hub/.+")).isEqualTo(3);
    }

    @Test
    void docker_hub_tells_when_tags_were_pushed() {
        StrictRegistry registry = hub();
        seed(registry, "library/nginx");

        assertThat(hubClient(registry, Credentials.ANONYMOUS)
                        .repository("library/nginx")
                        .pushTimes())
                .isEqualTo(Map.of(new Tag("1"), FIRST));
        assertThat(hubClient(registry, Credentials.ANONYMOUS)
                        .repository("library/none")
                        .pushTimes())
                .isEmpty();
    }

    @Test
    void docker_hub_lists_not_everything_and_knows_two_namespaces() {
        Registry client = hubClient(hub(), Credentials.ANONYMOUS);

        assertThatThrownBy(client::repositories)
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.hint()).contains("Name a namespace"));
        assertThat(client.projects()).containsExactly("library");
        assertThat(hubClient(hub(), Credentials.basic("Robot", "secret")).projects())
                .containsExactly("robot", "library");
        assertThat(hubClient(hub(), Credentials.basic("robot@example.com", "secret"))
                        .projects())
                .containsExactly("library");
        assertThatThrownBy(() -> client.createProject("x")).isInstanceOf(RegistryException.class);
        assertThat(client.hasProject("x")).isEmpty();
    }

    @Test
    void the_interface_of_docker_hub_is_where_it_is_known_to_be() {
        assertThat(Flavor.DOCKER_HUB.hub()).hasToString("Optional[https://hub.docker.com]");
        assertThat(Flavor.GENERIC.hub()).isEmpty();
    }
}
