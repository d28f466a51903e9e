package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.FAST;
import static io.registrysync.sync.TwoRegistries.successful;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.Tag;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags that the source no longer has are removed from the target, if that is asked for, and nothing else is. */
@Timeout(60)
class DeleteGoneTest {
    private static final TagSelection NUMBERS =
            (listed, facts) -> listed.filter(tag -> Character.isDigit(tag.name().charAt(0)));

    private static TwoRegistries registries(Quirk... quirks) {
        return new TwoRegistries(
                StrictRegistry.start(), StrictRegistry.builder().quirks(quirks).start());
    }

    private static Sync allTags(TwoRegistries registries) {
        return Sync.from(registries.from().repository(APP))
                .allTags()
                .to(registries.to().repository(APP))
                .retries(FAST);
    }

    private static Image image(long seed) {
        return Images.single(seed).layers(10).build();
    }

    /** The target has these tags, the source only the second ones. */
    private static void seed(TwoRegistries registries, List<String> atTarget, List<String> atSource) {
        atTarget.forEach(tag -> registries.target().seed(APP, tag, image(tag.hashCode())));
        atSource.forEach(tag -> registries.seed(tag, image(tag.hashCode())));
    }

    private static List<String> numbers(int count) {
        return Stream.iterate(1, number -> number + 1)
                .limit(count)
                .map(String::valueOf)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tags_that_are_gone_are_deleted_whatever_the_registry_can_delete(boolean byTag) {
        try (TwoRegistries registries = byTag ? registries() : registries(Quirk.TAG_DELETE_UNSUPPORTED)) {
            seed(registries, List.of("1", "2", "3"), List.of("2", "4"));

            SyncReport report = successful(allTags(registries).deleteGone(100).run());

            assertThat(registries.target().tags(APP)).containsExactlyInAnyOrder("2", "4");
            assertThat(report.deletions().stream()
                            .map(deletion -> deletion.tag().orElseThrow().name()))
                    .containsExactlyInAnyOrder("1", "3");
        }
    }

    @Test
    void nothing_is_deleted_unless_it_is_asked_for() {
        try (TwoRegistries registries = registries()) {
            seed(registries, List.of("1", "2"), List.of("2"));

            successful(allTags(registries).run());

            assertThat(registries.target().tags(APP)).containsExactlyInAnyOrder("1", "2");
        }
    }

    @Test
    void a_plan_shows_what_would_be_deleted_and_deletes_nothing() {
        try (TwoRegistries registries = registries()) {
            seed(registries, List.of("1", "2"), List.of("2"));

            SyncPlan plan = allTags(registries).deleteGone(100).plan();

            assertThat(plan.deletions()).singleElement().satisfies(deletion -> {
                assertThat(deletion.target()).endsWith("/" + APP + ":1");
                assertThat(deletion.failure()).isEmpty();
            });
            assertThat(plan.isInSync()).isFalse();
            assertThat(registries.target().tags(APP)).hasSize(2);
        }
    }

    @Test
    void too_much_at_once_is_refused_and_nothing_is_deleted() {
        try (TwoRegistries registries = registries()) {
            seed(registries, numbers(10), numbers(8));

            SyncReport report = allTags(registries).deleteGone(19).run();

            assertThat(report.isSuccess()).isFalse();
            assertThat(report.failures()).isEmpty();
            assertThat(report.deletions())
                    .singleElement()
                    .satisfies(deletion -> assertThat(
                                    deletion.failure().orElseThrow().toString())
                            .contains("2 of 10 tags", "19 percent", "nothing is deleted"));
            assertThat(registries.target().tags(APP)).hasSize(10);
            assertThat(allTags(registries).deleteGone(19).plan().deletions())
                    .extracting(deletion -> deletion.tag().isPresent())
                    .containsExactly(true, true, false);
            successful(allTags(registries).deleteGone(20).run());
            assertThat(registries.target().tags(APP)).hasSize(8);
        }
    }

    @Test
    void a_source_that_shows_nothing_empties_no_target() {
        try (TwoRegistries registries = registries()) {
            seed(registries, numbers(3), List.of());

            assertThat(allTags(registries).deleteGone(10).run().isSuccess()).isFalse();

            assertThat(registries.target().tags(APP)).hasSize(3);
        }
    }

    @Test
    void a_source_that_cannot_be_listed_empties_no_target() {
        try (TwoRegistries registries = registries()) {
            seed(registries, numbers(3), numbers(1));
            registries.source().faults().on("GET", ".*/tags/list").always().error(500, "UNKNOWN");

            assertThat(allTags(registries).deleteGone(100).run().deletions()).isEmpty();

            assertThat(registries.target().tags(APP)).hasSize(3);
        }
    }

    @Test
    void nothing_is_deleted_where_something_could_not_be_copied() {
        try (TwoRegistries registries = registries()) {
            seed(registries, List.of("1", "2"), List.of("2", "3"));
            registries.source().faults().on("*", ".*/manifests/3").always().error(500, "UNKNOWN");

            SyncReport report = allTags(registries).deleteGone(100).run();

            assertThat(report.failures()).hasSize(1);
            assertThat(report.deletions()).isEmpty();
            assertThat(registries.target().tags(APP)).contains("1");
        }
    }

    @Test
    void tags_that_the_rules_do_not_cover_stay() {
        try (TwoRegistries registries = registries()) {
            seed(registries, List.of("1", "2", "own"), List.of("2"));

            successful(Sync.from(registries.from().repository(APP))
                    .tags(NUMBERS)
                    .to(registries.to().repository(APP))
                    .deleteGone(100)
                    .run());

            assertThat(registries.target().tags(APP)).containsExactlyInAnyOrder("2", "own");
        }
    }

    @Test
    void a_tag_that_the_source_has_stays_even_if_the_rules_no_longer_pick_it() {
        try (TwoRegistries registries = registries()) {
            seed(registries, List.of("1", "2"), List.of("1", "2"));
            TagSelection newest = new TagSelection() {
                @Override
                public Stream<Tag> select(Stream<Tag> listed, TagFacts facts) {
                    return listed.filter(tag -> tag.name().equals("2"));
                }

                @Override
                public boolean covers(Tag tag, TagFacts facts) {
                    return true;
                }
            };

            successful(Sync.from(registries.from().repository(APP))
                    .tags(newest)
                    .to(registries.to().repository(APP))
                    .deleteGone(100)
                    .run());

            assertThat(registries.target().tags(APP)).hasSize(2);
        }
    }

    @Test
    void tags_that_belong_to_a_digest_stay() {
        try (TwoRegistries registries = registries()) {
            String signature = image(1).digest().replace(':', '-') + ".sig";
            seed(registries, List.of("1", "2", signature), List.of("2"));

            successful(allTags(registries).deleteGone(100).run());

            assertThat(registries.target().tags(APP)).containsExactlyInAnyOrder("2", signature);
        }
    }

    @Test
    void what_one_of_several_sources_has_stays() {
        try (TwoRegistries registries = registries()) {
            registries.source().seed("a", "1", image(1));
            registries.source().seed("b", "2", image(2));
            List.of("1", "2", "3").forEach(tag -> registries.target().seed("both", tag, image(tag.charAt(0) - '0')));
            List<Sync> parts = Stream.of("a", "b")
                    .map(name -> Sync.from(registries.from().repository(name))
                            .allTags()
                            .to(registries.to().repository("both")))
                    .toList();

            successful(Sync.together(parts).deleteGone(100).run());

            assertThat(registries.target().tags("both")).containsExactlyInAnyOrder("1", "2");
        }
    }

    @Test
    void copies_of_single_tags_delete_nothing() {
        try (TwoRegistries registries = registries()) {
            seed(registries, List.of("1", "2"), List.of("2"));

            successful(registries.copyOf("2").deleteGone(100).run());

            assertThat(registries.target().tags(APP)).hasSize(2);
        }
    }

    // ---- where only content can be deleted ------------------------------------------------------------------------

    @Test
    void content_that_a_tag_which_stays_points_to_is_not_deleted() {
        try (TwoRegistries registries = registries(Quirk.TAG_DELETE_UNSUPPORTED)) {
            seed(registries, List.of("1", "2", "3"), List.of("2"));
            registries.target().tag(APP, "gone", image("2".hashCode()).digest());

            SyncReport report = allTags(registries).deleteGone(100).run();

            assertThat(registries.target().tags(APP)).containsExactlyInAnyOrder("2", "gone");
            assertThat(report.isSuccess()).isFalse();
            assertThat(report.deletions())
                    .filteredOn(deletion -> deletion.failure().isPresent())
                    .singleElement()
                    .satisfies(kept -> {
                        assertThat(kept.target()).endsWith(":gone");
                        assertThat(kept.failure().orElseThrow().toString()).contains("same content");
                    });
        }
    }

    @Test
    void content_that_is_part_of_an_index_which_stays_is_not_deleted() {
        try (TwoRegistries registries = registries(Quirk.TAG_DELETE_UNSUPPORTED)) {
            Image inner = Images.multiPlatform(1, "linux/amd64", "linux/arm64");
            Image index = Images.index(inner);
            registries.seed("index", index);
            registries.target().seed(APP, "index", index);
            registries.target().tag(APP, "amd64", inner.children().get(0).digest());

            SyncReport report = allTags(registries).deleteGone(100).run();

            assertThat(report.deletions().get(0).failure()).isPresent();
            assertThat(registries.target().tags(APP)).contains("amd64");
        }
    }

    @Test
    void two_tags_of_one_content_go_together() {
        try (TwoRegistries registries = registries(Quirk.TAG_DELETE_UNSUPPORTED)) {
            seed(registries, List.of("1", "2"), List.of("2"));
            registries.target().tag(APP, "1b", image("1".hashCode()).digest());

            successful(allTags(registries).deleteGone(100).run());

            assertThat(registries.target().tags(APP)).containsExactly("2");
        }
    }

    @Test
    void a_registry_that_deletes_nothing_says_so() {
        try (TwoRegistries registries = registries(Quirk.DELETES_DISABLED)) {
            seed(registries, List.of("1", "2"), List.of("2"));

            SyncReport report = allTags(registries).deleteGone(100).run();

            assertThat(report.isSuccess()).isFalse();
            assertThat(report.deletions())
                    .singleElement()
                    .satisfies(deletion ->
                            assertThat(deletion.failure().orElseThrow().side()).isEqualTo(Side.TARGET));
            assertThat(registries.target().tags(APP)).hasSize(2);
        }
    }
}
