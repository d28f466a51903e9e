package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.FAST;
import static io.registrysync.sync.TwoRegistries.assertHolds;
import static io.registrysync.sync.TwoRegistries.successful;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Blob;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Notice;
import io.registrysync.sync.ImageResult.Status;
import io.registrysync.sync.PlannedImage.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several repositories are copied in one run. */
@Timeout(60)
class ManyRepositoriesTest {
    private final TwoRegistries registries = new TwoRegistries();

    @AfterEach
    void close() {
        registries.close();
    }

    private Sync allTags(String repository) {
        return Sync.from(registries.from().repository(repository))
                .allTags()
                .to(registries.to().repository("mirror/" + repository));
    }

    private static Sync together(Sync... parts) {
        return Sync.together(List.of(parts)).retries(FAST);
    }

    @Test
    void copies_each_to_where_it_goes() {
        Image web = registries.source().seed("team/web", "1", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
        Image api = registries
                .source()
                .seed("team/api", "2", Images.single(9).layers(10).build());

        SyncReport report =
                successful(together(allTags("team/web"), allTags("team/api")).run());

        assertThat(report.progress().images().copied()).isEqualTo(2);
        assertHolds(registries.target(), "mirror/team/web", "1", web);
        assertHolds(registries.target(), "mirror/team/api", "2", api);
    }

    @Test
    void one_repository_that_fails_does_not_stop_the_others() {
        Image web = registries
                .source()
                .seed("team/web", "1", Images.single(1).layers(10).build());
        Image api = registries
                .source()
                .seed("team/api", "2", Images.single(2).layers(10).build());
        registries.source().seed("team/bad", "3", Images.single(3).layers(10).build());
        registries
                .source()
                .faults()
                .on("GET", "/v2/team/bad/tags/list.*")
                .always()
                .error(500, "UNKNOWN");

        SyncReport report = together(allTags("team/web"), allTags("team/bad"), allTags("team/api"))
                .run();

        assertThat(report.isSuccess()).isFalse();
        assertThat(report.failures()).hasSize(1);
        assertThat(report.failures().get(0).image().source()).endsWith("/team/bad");
        assertThat(report.failures().get(0).image().target()).endsWith("/mirror/team/bad");
        assertThat(report.failures().get(0).failure().orElseThrow().side()).isEqualTo(Side.SOURCE);
        assertHolds(registries.target(), "mirror/team/web", "1", web);
        assertHolds(registries.target(), "mirror/team/api", "2", api);
    }

    @Test
    void rules_that_throw_are_a_failure_of_their_repository() {
        registries.source().seed("team/web", "1", Images.single(1).layers(10).build());
        Sync broken = Sync.from(registries.from().repository("team/web"))
                .tags((listed, facts) -> {
                    throw new IllegalStateException("rule 7");
                })
                .to(registries.to().repository("mirror/x"));

        SyncReport report = together(broken, allTags("team/web")).run();

        assertThat(report.failures()).hasSize(1);
        assertThat(report.failures().get(0).failure().orElseThrow().toString()).contains("rule 7");
        assertThat(report.progress().images().copied()).isEqualTo(1);
    }

    @Test
    void a_page_that_fails_does_not_undo_those_before_it() {
        List<Image> images = IntStream.range(0, 1000)
                .mapToObj(i -> registries
                        .source()
                        .seed("team/web", "t" + i, Images.single(1).layers(10).build()))
                .toList();
        registries
                .source()
                .faults()
                .on("GET", "/v2/team/web/tags/list")
                .after(1)
                .always()
                .error(500, "UNKNOWN");

        SyncReport report = allTags("team/web").retries(FAST).run();

        assertThat(report.failures()).hasSize(1);
        assertThat(report.progress().images().copied()).isEqualTo(images.size());
    }

    @Test
    void what_several_need_is_sent_once() {
        Blob shared = Blob.seeded("application/vnd.oci.image.layer.v1.tar+gzip", 5, 3_000_000);
        for (String name : List.of("a", "b", "c")) {
            registries
                    .source()
                    .seed(
                            name,
                            "1",
                            Images.single(name.hashCode()).layer(shared).build());
        }

        successful(together(allTags("a"), allTags("b"), allTags("c")).run());

        assertThat(registries.source().traffic().count("GET", ".*" + shared.digest()))
                .isEqualTo(1);
        assertThat(registries.target().traffic().bytesIn()).isLessThan(2 * shared.size());
    }

    @Test
    void a_plan_covers_all_and_runs_as_it_is() {
        registries.source().seed("a", "1", Images.single(1).layers(10).build());
        Image before =
                registries.source().seed("b", "1", Images.single(2).layers(10).build());
        SyncPlan plan = together(allTags("a"), allTags("b"), allTags("missing")).plan();
        registries.source().seed("b", "1", Images.single(3).layers(10).build());

        assertThat(plan.images()).hasSize(2);
        assertThat(plan.images())
                .allSatisfy(image -> assertThat(image.targets().get(0).action()).isEqualTo(Action.COPY));
        successful(plan.run());
        assertHolds(registries.target(), "mirror/b", "1", before);
    }

    @Test
    void tells_which_repository_comes_next_and_which_is_done() {
        registries.source().seed("a", "1", Images.single(1).layers(10).build());
        registries.source().seed("b", "1", Images.single(2).layers(10).build());
        List<SyncEvent> heard = new CopyOnWriteArrayList<>();

        successful(together(allTags("a"), allTags("b")).listener(heard::add).run());

        assertThat(heard.get(0)).isEqualTo(new SyncEvent.RunStarted(2));
        List<String> story = new ArrayList<>();
        heard.forEach(event -> {
            if (event instanceof SyncEvent.RepositoryStarted started) {
                story.add(started.number() + started.repository().source().replaceAll(".*/", ""));
            } else if (event instanceof SyncEvent.RepositoryDone done) {
                story.add("done " + done.repository().source().replaceAll(".*/", ""));
            }
        });
        assertThat(story).hasSize(4).contains("done a", "done b").containsSubsequence("1a", "2b");
    }

    @Test
    void an_empty_selection_is_told() {
        registries.source().seed("a", "1", Images.single(1).layers(10).build());
        List<Notice> notices = new CopyOnWriteArrayList<>();
        Sync nothing = Sync.from(registries.from().repository("a"))
                .tags((listed, facts) -> listed.filter(tag -> tag.equals(new Tag("2"))))
                .to(registries.to().repository("b"))
                .listener(event -> {
                    if (event instanceof SyncEvent.Noticed noticed) {
                        notices.add(noticed.notice());
                    }
                });

        successful(nothing.run());

        assertThat(notices).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.WARNING);
            assertThat(notice.text()).endsWith("/a: nothing is selected of 1 tags");
        });
    }

    @Test
    void a_tag_that_vanishes_after_it_was_listed_is_no_failure() {
        registries.source().seed("a", "1", Images.single(1).layers(10).build());
        Sync late = Sync.from(registries.from().repository("a"))
                .tags((listed, facts) -> listed.peek(tag -> registries.source().untag("a", tag.name())))
                .to(registries.to().repository("b"));

        SyncReport report = successful(late.run());

        assertThat(report.results()).singleElement().satisfies(result -> {
            assertThat(result.status()).isEqualTo(Status.SKIPPED);
            assertThat(result.reason()).contains("no longer");
        });
    }

    @Test
    void lists_ahead_but_not_everything() {
        AtomicInteger listed = new AtomicInteger();
        List<Sync> parts = IntStream.range(0, 60)
                .mapToObj(i -> {
                    registries
                            .source()
                            .seed("r" + i, "1", Images.single(i).layers(10).build());
                    return Sync.from(registries.from().repository("r" + i))
                            .tags((tags, facts) -> {
                                listed.incrementAndGet();
                                return tags;
                            })
                            .to(registries.to().repository("r" + i));
                })
                .toList();
        SyncRun[] run = new SyncRun[1];
        List<Integer> seen = new CopyOnWriteArrayList<>();
        run[0] = Sync.together(parts)
                .listener(event -> {
                    if (event instanceof SyncEvent.RepositoryStarted started && started.number() == 1) {
                        seen.add(listed.get());
                    }
                })
                .start();

        successful(run[0].await());

        assertThat(seen.get(0)).isLessThanOrEqualTo(16);
        assertThat(listed).hasValue(60);
    }
}
