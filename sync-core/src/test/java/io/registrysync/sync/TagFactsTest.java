package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.MANIFESTS;
import static io.registrysync.sync.TwoRegistries.successful;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Cancellation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What rules can find out about tags. */
@Timeout(60)
class TagFactsTest {
    private static final String OLD = "2020-01-02T03:04:05Z";
    private static final String NEW = "2024-01-02T03:04:05Z";

    private final TwoRegistries registries = new TwoRegistries();
    private final SyncState state = SyncState.inMemory();
    private final Map<String, Instant> answers = new HashMap<>();

    @AfterEach
    void close() {
        registries.close();
    }

    private interface Question {
        Map<Tag, Instant> ask(TagFacts facts, List<Tag> tags);
    }

    private SyncReport run(Question question, String... platforms) {
        answers.clear();
        return Sync.from(registries.from().repository(APP))
                .tags((listed, facts) -> {
                    List<Tag> tags = listed.toList();
                    question.ask(facts, tags).forEach((tag, time) -> answers.put(tag.name(), time));
                    return tags.stream();
                })
                .to(registries.to().repository(APP))
                .platforms(platforms)
                .retries(TwoRegistries.FAST)
                .state(state)
                .run();
    }

    @Test
    void an_image_was_made_when_its_configuration_says() {
        registries.seed("old", Images.single(1).created(OLD).layers(10).build());
        registries.seed("new", Images.single(2).created(NEW).layers(10).build());
        registries.seed("silent", Images.single(3).layers(10).build());
        registries.seed(
                "chart",
                Images.single(4).artifactType("application/vnd.example.chart").build());

        successful(run(TagFacts::created));

        assertThat(answers).isEqualTo(Map.of("old", Instant.parse(OLD), "new", Instant.parse(NEW)));
    }

    @Test
    void whoever_examines_a_source_learns_what_rules_learn_and_copies_nothing() {
        Image image =
                registries.seed("1.0", Images.single(1).created(OLD).layers(10).build());
        registries.seed(
                "sha256-" + image.digest().substring(7) + ".sig",
                Images.single(2).build());

        List<Map<Tag, Instant>> answers = Sync.from(registries.from().repository(APP))
                .allTags()
                .to(registries.to().repository(APP))
                .examine(new Cancellation(), (listed, facts) -> facts.created(listed.toList()));

        assertThat(answers).containsExactly(Map.of(new Tag("1.0"), Instant.parse(OLD)));
        assertThat(registries.target().repositories()).isEmpty();
    }

    @Test
    void an_index_was_made_when_its_newest_selected_platform_was() {
        registries.seed(
                "1",
                Images.index(
                        Images.single(1)
                                .platform("linux/amd64")
                                .created(OLD)
                                .layers(10)
                                .build(),
                        Images.single(2)
                                .platform("linux/arm64")
                                .created(NEW)
                                .layers(10)
                                .build()));

        successful(run(TagFacts::created));
        assertThat(answers).containsEntry("1", Instant.parse(NEW));
        successful(run(TagFacts::created, "amd64"));
        assertThat(answers).containsEntry("1", Instant.parse(OLD));
    }

    @Test
    void what_was_found_out_is_not_asked_again() {
        registries.seed("1", Images.single(1).created(OLD).layers(10).build());
        registries.seed("2", Images.single(2).created(NEW).layers(10).build());
        successful(run(TagFacts::created));
        registries.source().traffic().reset();

        successful(run(TagFacts::created));

        assertThat(answers).hasSize(2);
        assertThat(registries.source().traffic().count("GET", MANIFESTS)).isZero();
        assertThat(registries.source().traffic().count("HEAD", MANIFESTS)).isEqualTo(2);
    }

    @Test
    void what_rules_have_read_is_not_read_again_to_copy() {
        registries.seed("1", Images.single(1).created(OLD).layers(10).build());

        successful(run(TagFacts::created));

        assertThat(registries.source().traffic().count("GET", MANIFESTS)).isEqualTo(1);
        assertThat(registries.source().traffic().count("HEAD", MANIFESTS)).isEqualTo(1);
    }

    @Test
    void a_tag_that_cannot_be_read_has_no_time_and_fails_alone() {
        registries.seed("good", Images.single(1).created(OLD).layers(10).build());
        registries.seed("bad", Images.single(2).created(NEW).layers(10).build());
        registries.source().faults().on("*", "/v2/.+/manifests/bad").always().error(500, "UNKNOWN");

        SyncReport report = run(TagFacts::created);

        assertThat(answers).containsOnlyKeys("good");
        assertThat(report.failures()).hasSize(1);
        assertThat(report.progress().images().copied()).isEqualTo(1);
    }

    @Test
    void a_tag_is_first_seen_once_and_again_when_it_moves() {
        registries.seed("1", Images.single(1).layers(10).build());
        successful(run(TagFacts::firstSeen));
        Instant first = answers.get("1");

        successful(run(TagFacts::firstSeen));
        assertThat(answers).containsEntry("1", first);

        registries.seed("1", Images.single(2).layers(10).build());
        successful(run(TagFacts::firstSeen));
        assertThat(answers.get("1")).isAfter(first);
    }

    @Test
    void damaged_memories_do_no_harm() {
        registries.seed("1", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
        SyncState damaged = new SyncState() {
            @Override
            public Optional<String> recall(Topic topic, String key) {
                return Optional.of("\u0000 not what it was");
            }

            @Override
            public void remember(Topic topic, String key, String value) {}
        };

        SyncReport report = Sync.from(registries.from().repository(APP))
                .tags((listed, facts) -> {
                    List<Tag> tags = listed.toList();
                    facts.created(tags);
                    facts.firstSeen(tags);
                    return tags.stream();
                })
                .to(registries.to().repository(APP))
                .platforms("amd64")
                .state(damaged)
                .run();

        assertThat(successful(report).progress().images().copied()).isEqualTo(1);
    }

    @Test
    void rules_may_take_no_more_than_they_need() {
        Stream.of("1", "2", "3")
                .forEach(tag -> registries.seed(tag, Images.single(1).layers(10).build()));

        SyncReport report = Sync.from(registries.from().repository(APP))
                .tags((listed, facts) -> listed.limit(1))
                .to(registries.to().repository(APP))
                .run();

        assertThat(successful(report).progress().images().total()).isEqualTo(1);
    }
}
