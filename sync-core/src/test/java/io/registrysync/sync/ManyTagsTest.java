package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.MANIFESTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Exchange;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A repository with very many tags neither fills the memory nor keeps the first of them waiting. */
@Timeout(300)
class ManyTagsTest {
    private static final int TAGS = 100_000;
    private static final List<String> LIMITED = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");

    private final TwoRegistries registries = new TwoRegistries();

    @BeforeEach
    void seed() {
        Image image = registries.seed("t", Images.single(1).layers(10).build());
        registries.target().seed(APP, "t", image);
        IntStream.range(0, TAGS).mapToObj(number -> "t" + number).forEach(tag -> {
            registries.source().tag(APP, tag, image.digest());
            registries.target().tag(APP, tag, image.digest());
        });
    }

    @AfterEach
    void close() {
        registries.close();
    }

    private String child(String work) {
        ChildJvm.Ended ended = ChildJvm.run(
                ManyTags.class,
                LIMITED,
                work,
                registries.source().uri().toString(),
                registries.target().uri().toString());
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output().strip();
    }

    @Test
    void copying_begins_before_the_listing_has_ended_and_needs_little_memory() {
        // The first of the list.
        registries.target().untag(APP, "t0");

        assertThat(child("run")).isEqualTo(TAGS + 1 + " 1 0");

        List<Exchange> asked = registries.source().traffic().requests("GET", ".*");
        int firstCopied = asked.indexOf(
                registries.source().traffic().requests("GET", MANIFESTS).get(0));
        int lastListed = asked.lastIndexOf(
                registries.source().traffic().requests("GET", ".*/tags/list").get(TAGS / 1000));
        assertThat(firstCopied).isPositive().isLessThan(lastListed);
    }

    @Test
    void a_plan_of_all_of_them_fits_into_little_memory() {
        assertThat(child("plan")).isEqualTo(String.valueOf(TAGS + 1));
    }
}
