package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.FAST;
import static io.registrysync.sync.TwoRegistries.failure;
import static io.registrysync.sync.TwoRegistries.successful;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.fixture.Traffic;
import io.registrysync.registry.Credentials;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.sync.ImageResult.Status;
import io.registrysync.sync.PlannedImage.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Projects at the target, which is a Harbor with the project {@code there}. */
@Timeout(60)
class ProjectsTest {
    private static final String QUESTION = "/api/v2.0/projects";

    private final TwoRegistries registries = new TwoRegistries(
            StrictRegistry.start(),
            StrictRegistry.builder()
                    .access(Access.bearer().service("harbor-registry").user("robot", "s3cret", Rights.ALL))
                    .harborProject("there", false)
                    .start(),
            client -> client.credentials(Credentials.basic("robot", "s3cret")));

    private final StrictRegistry target = registries.target();
    private final Traffic asked = target.traffic();
    private final List<SyncEvent> events = new ArrayList<>();

    @AfterEach
    void close() {
        registries.close();
    }

    private Image seed(String repository, String tag) {
        return registries
                .source()
                .seed(
                        repository,
                        tag,
                        Images.single((repository + tag).hashCode()).layers(10).build());
    }

    private Sync copy(String from, String to) {
        return Sync.from(registries.from().repository(from))
                .allTags()
                .to(registries.to().repository(to));
    }

    private Sync together(Sync... parts) {
        return Sync.together(List.of(parts)).retries(FAST).listener(events::add);
    }

    private List<String> created() {
        return events.stream()
                .filter(SyncEvent.ProjectCreated.class::isInstance)
                .map(event -> ((SyncEvent.ProjectCreated) event).project())
                .toList();
    }

    private int questions() {
        return asked.count("HEAD", QUESTION);
    }

    // ---- when it is asked -----------------------------------------------------------------------------------------

    @Test
    void nothing_is_asked_where_nothing_is_written() {
        seed("a/web", "1");
        Sync sync = together(copy("a/web", "there/web"));
        successful(sync.run());
        asked.reset();

        successful(sync.run());

        assertThat(asked.requests()).extracting(exchange -> exchange.method()).containsOnly("HEAD");
        assertThat(questions()).isZero();
    }

    @Test
    void each_project_is_asked_for_once_however_much_goes_there() {
        IntStream.range(0, 100).forEach(number -> seed("a/web", "1." + number));
        seed("a/api", "1");
        seed("b/db", "1");

        successful(together(
                        copy("a/web", "there/web"),
                        copy("a/api", "there/api"),
                        copy("b/db", "new/db").createProjects(any -> true))
                .run());

        assertThat(asked.requests("HEAD", QUESTION))
                .extracting(exchange -> exchange.query())
                .containsExactlyInAnyOrder("project_name=there", "project_name=new");
    }

    @Test
    void a_registry_without_projects_is_asked_nothing_more() {
        try (TwoRegistries plain = new TwoRegistries()) {
            plain.seed("1", Images.single(1).layers(10).build());

            plain.copy("1");

            assertThat(plain.target().traffic().count("GET", "/v2/")).isZero();
            assertThat(plain.target().tags(APP)).containsExactly("1");
        }
    }

    @Test
    void a_question_that_is_not_answered_holds_up_nothing() {
        seed("a/web", "1");
        target.faults().on("HEAD", "/api/.+").always().status(500);

        successful(together(copy("a/web", "there/web")).run());
    }

    // ---- a project that is missing --------------------------------------------------------------------------------

    @Test
    void a_repository_whose_project_is_missing_fails_once_and_the_others_go_on() {
        IntStream.range(0, 100).forEach(number -> seed("a/web", "1." + number));
        seed("a/api", "1");

        SyncReport report = together(copy("a/web", "missing/web"), copy("a/api", "there/api"))
                .run();

        Failure failure = failure(report);
        assertThat(failure.side()).isEqualTo(Side.TARGET);
        assertThat(failure.cause().kind()).isEqualTo(Kind.CONFIGURATION);
        assertThat(failure.cause().name()).isEqualTo(target.host() + "/missing");
        assertThat(report.failures().get(0).image().target()).isEqualTo(target.host() + "/missing/web");
        assertThat(report.progress().images().total()).isEqualTo(2);
        assertThat(target.tags("there/api")).containsExactly("1");
        assertThat(target.repositories()).containsExactly("there/api");
    }

    @Test
    void the_other_targets_of_an_image_get_it() {
        seed("a/web", "1");
        seed("a/web", "2");
        Sync sync = copy("a/web", "missing/web").andTo(registries.to().repository("there/web"));

        SyncReport report = together(sync).run();

        assertThat(report.results())
                .extracting(ImageResult::status)
                .containsExactlyInAnyOrder(Status.FAILED, Status.COPIED, Status.COPIED);
        assertThat(target.tags("there/web")).containsExactly("1", "2");
    }

    @Test
    void repositories_for_a_project_that_is_known_to_be_missing_are_not_listed() {
        Sync[] parts = IntStream.range(0, 30)
                .mapToObj(number -> {
                    seed("a/r" + number, "1");
                    return copy("a/r" + number, "missing/r" + number);
                })
                .toArray(Sync[]::new);

        SyncReport report = together(parts).run();

        assertThat(report.failures()).hasSize(30);
        assertThat(questions()).isEqualTo(1);
        assertThat(registries.source().traffic().count("GET", "/v2/a/r29/tags/list"))
                .isZero();
        assertThat(asked.count("HEAD", "/v2/missing/r29/.+")).isZero();
    }

    @Test
    void a_plan_tells_of_it() {
        seed("a/web", "1");

        SyncPlan plan = together(copy("a/web", "missing/web")).deleteGone(10).plan();

        assertThat(plan.images()).singleElement().satisfies(image -> {
            assertThat(image.tag()).isEmpty();
            assertThat(image.failure()).isEmpty();
            assertThat(image.targets()).extracting(at -> at.action()).containsExactly(Action.FAIL);
        });
        assertThat(plan.missingProjects()).isEmpty();
        assertThat(plan.deletions()).isEmpty();
        assertThat(failure(plan.run()).cause().kind()).isEqualTo(Kind.CONFIGURATION);
    }

    // ---- a project that is to be created --------------------------------------------------------------------------

    @Test
    void a_missing_project_is_created_before_the_first_image_goes_there() {
        seed("a/web", "1");
        seed("a/api", "1");

        successful(together(copy("a/web", "new/web"), copy("a/api", "new/api"))
                .createProjects(any -> true)
                .run());

        assertThat(target.projects()).containsEntry("new", false);
        assertThat(created()).containsExactly(target.host() + "/new");
        assertThat(asked.count("POST", QUESTION)).isEqualTo(1);
        assertThat(target.repositories()).containsExactly("new/api", "new/web");
    }

    @Test
    void a_plan_creates_nothing_and_its_run_does() {
        seed("a/web", "1");
        SyncPlan plan = together(copy("a/web", "new/web"))
                .createProjects(any -> true)
                .deleteGone(10)
                .plan();
        assertThat(plan.missingProjects()).containsExactly(target.host() + "/new");
        assertThat(plan.images().get(0).targets()).extracting(at -> at.action()).containsExactly(Action.COPY);
        assertThat(plan.deletions()).isEmpty();
        assertThat(target.projects()).containsOnlyKeys("there");

        successful(plan.run());

        assertThat(created()).containsExactly(target.host() + "/new");
        assertThat(target.tags("new/web")).containsExactly("1");
    }

    @Test
    void a_project_that_cannot_be_created_fails_its_repositories() {
        seed("a/web", "1");
        seed("a/web", "2");
        target.faults().on("POST", QUESTION).always().error(403, "FORBIDDEN");

        SyncReport report =
                together(copy("a/web", "new/web").createProjects(any -> true)).run();

        assertThat(failure(report).cause().hint()).contains("may not create projects");
        assertThat(created()).isEmpty();
        assertThat(asked.count("POST", QUESTION)).isEqualTo(1);
    }

    @Test
    void a_login_that_is_refused_where_the_project_exists_stays_a_failure() {
        seed("a/web", "1");
        target.faults().on("HEAD", "/v2/there/.+").always().error(401, "UNAUTHORIZED");

        SyncReport report = together(copy("a/web", "there/web")).run();

        assertThat(failure(report).cause().kind()).isEqualTo(Kind.ACCESS_DENIED);
    }
}
