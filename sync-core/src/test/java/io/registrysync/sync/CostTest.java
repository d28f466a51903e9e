package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.BLOBS;
import static io.registrysync.sync.TwoRegistries.MANIFESTS;
import static io.registrysync.sync.TwoRegistries.successful;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Blob;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.oci.Platform;
import io.registrysync.registry.Cancellation;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a plan says that it costs is what it costs. */
@Timeout(60)
class CostTest {
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    private final TwoRegistries registries = new TwoRegistries();

    @AfterEach
    void close() {
        registries.close();
    }

    private static List<Optional<Cost>> costs(Sync sync) {
        return sync.plan().withCosts(new Cancellation()).images().stream()
                .flatMap(image -> image.targets().stream())
                .map(PlannedTarget::cost)
                .toList();
    }

    private static long size(Image image) {
        return image.allBlobs().stream().mapToLong(Blob::size).sum();
    }

    @Test
    void a_plan_tells_what_has_to_be_read_and_moved() {
        Image image = registries.seed("1", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));

        List<Optional<Cost>> costs = costs(registries.copyOf("1"));

        assertThat(costs).containsExactly(Optional.of(new Cost(3 + 6, 6, size(image), 0, 0)));
        registries.source().traffic().reset();
        successful(registries.copyOf("1").run());
        assertThat(registries.source().traffic().count("GET", MANIFESTS)
                        + registries.source().traffic().count("GET", BLOBS))
                .isEqualTo(9);
    }

    @Test
    void an_image_that_is_there_costs_nothing() {
        registries.seed("1", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
        registries.copy("1");

        assertThat(costs(registries.copyOf("1"))).containsExactly(Optional.empty());
    }

    @Test
    void a_layer_that_several_images_share_is_moved_once() {
        Blob shared = Blob.seeded(LAYER, 7, 5000);
        Image one = registries.seed("1", Images.single(1).layer(shared).build());
        Image two = registries.seed("2", Images.single(2).layer(shared).build());
        long own = two.blobs().get(0).size();

        assertThat(costs(registries.copyOf("1", "2")))
                .containsExactly(
                        Optional.of(new Cost(3, 2, size(one), 0, 0)),
                        Optional.of(new Cost(2, 2, own, 0, shared.size())));
    }

    @Test
    void a_layer_that_another_repository_of_the_target_gets_is_mounted() {
        Blob shared = Blob.seeded(LAYER, 7, 5000);
        registries.source().seed("a", "1", Images.single(1).layer(shared).build());
        Image two = registries
                .source()
                .seed("b", "1", Images.single(2).layer(shared).build());
        Sync both = Sync.together(List.of(
                Sync.from(registries.from().repository("a"))
                        .allTags()
                        .to(registries.to().repository("a")),
                Sync.from(registries.from().repository("b"))
                        .allTags()
                        .to(registries.to().repository("b"))));

        assertThat(costs(both).get(1))
                .hasValue(new Cost(2, 2, two.blobs().get(0).size(), shared.size(), 0));
    }

    @Test
    void what_the_target_has_need_not_be_moved() {
        Image image = registries.seed("1", Images.single(1).layers(100, 200).build());
        registries.target().seed(APP, image.blobs().get(2));

        assertThat(costs(registries.copyOf("1")))
                .containsExactly(Optional.of(new Cost(3, 3, size(image) - 200, 0, 200)));
    }

    @Test
    void platforms_that_are_not_wanted_cost_nothing() {
        Image image = registries.seed("1", Images.multiPlatform(1, "linux/amd64", "linux/arm64", "linux/s390x"));

        assertThat(costs(registries.copyOf("1").platforms("arm64")))
                .containsExactly(
                        Optional.of(new Cost(2 + 3, 3, size(image.children().get(1)), 0, 0)));
    }

    @Test
    void each_platform_tells_what_it_takes_and_what_is_there_already() {
        Image image = registries.seed("1", Images.multiPlatform(1, "linux/amd64", "linux/arm64", "linux/s390x"));
        Image amd64 = image.children().get(0);
        amd64.blobs().forEach(blob -> registries.target().seed(APP, blob));

        SyncPlan plan =
                registries.copyOf("1").platforms("amd64", "arm64").plan().withCosts(new Cancellation());

        assertThat(plan.images().get(0).targets().get(0).platforms())
                .containsExactly(
                        new PlannedImage.PlatformCost(Platform.parse("linux/amd64"), 0, 0, size(amd64)),
                        new PlannedImage.PlatformCost(
                                Platform.parse("linux/arm64"),
                                size(image.children().get(1)),
                                0,
                                0));
    }

    @Test
    void two_targets_are_read_for_once() {
        Image image = registries.seed("1", Images.single(1).layers(100).build());
        long reads = 1L + image.blobs().size();

        assertThat(costs(registries.copyOf("1").andTo(registries.to().repository("second"))))
                .containsExactly(
                        Optional.of(new Cost(reads, 2, size(image), 0, 0)),
                        Optional.of(new Cost(reads, 2, 0, size(image), 0)));
    }

    @Test
    void an_image_that_cannot_be_read_has_no_cost() {
        registries.seed("1", Images.single(1).layers(100).build());
        registries.source().faults().on("GET", MANIFESTS).always().error(500, "UNKNOWN");

        assertThat(costs(registries.copyOf("1"))).containsExactly(Optional.empty());
    }
}
