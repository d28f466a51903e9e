package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompareCommandTest extends TwoRegistries {
    private Image image;

    @BeforeEach
    void seed() {
        image = source.seed("web", "1", Images.single(1).layers(5000).build());
        source.seed("web", "2", Images.single(2).build());
        target.seed("prod/web", "1", image);
        target.seed("prod/web", "2", Images.single(3).build());
    }

    @Test
    void tells_what_is_the_same_different_missing_and_extra() {
        source.seed("web", "3", Images.single(4).build());
        Image extra = target.seed("prod/web", "4", Images.single(5).build());
        Cli.Result result = cli.run("diff", from("web"), to("prod/web"));
        assertThat(result.exitCode()).isEqualTo(10);
        String digest = image.digest().substring(7, 15);
        assertThat(result.outLines())
                .satisfiesExactly(
                        same -> assertThat(same)
                                .isEqualTo("same       " + digest + "  " + digest + "  " + from("web:1") + " → "
                                        + to("prod/web:1")),
                        different -> assertThat(different).startsWith("differs    "),
                        missing -> assertThat(missing)
                                .startsWith("missing    ")
                                .contains("  -         " + from("web:3") + " → " + to("prod/web:3")),
                        only -> assertThat(only)
                                .isEqualTo("extra      -         "
                                        + extra.digest().substring(7, 15) + "  " + to("prod/web:4")));
        assertThat(result.err())
                .contains("differs: 4 images: 1 the same, 1 different, 1 only at the source, 1 only at the target");
    }

    @Test
    void tells_it_to_programs() {
        Cli.Result result = cli.run("diff", from("web"), to("prod/web"), "--output", "json");
        assertThat(Cli.json(result.outLines().get(0)))
                .containsEntry("event", "compared")
                .containsEntry("state", "same")
                .containsEntry("expected", image.digest())
                .containsEntry("actual", image.digest());
        assertThat(last(result))
                .containsEntry("status", "different")
                .containsEntry("exitCode", "10")
                .containsEntry("images.same", "1")
                .containsEntry("images.different", "1");
    }

    @Test
    void what_is_the_same_is_a_success() {
        assertThat(cli.run("diff", from("web:1"), to("prod/web")).exitCode()).isZero();
        assertThat(cli.run("diff", "--include", "1", from("web"), to("prod/web"))
                        .exitCode())
                .isZero();
    }

    @Test
    void changes_nothing() {
        cli.run("verify", from("web"), to("prod/web"));
        assertThat(target.traffic().requests(exchange -> exchange.method().matches("P.*|DELETE")))
                .isEmpty();
    }

    @Test
    void a_list_that_fails_is_a_failure_and_no_difference() {
        source.faults().on("GET", ".*/tags/list").always().status(500);
        Cli.Result result = cli.run("diff", from("web"), to("prod/web"), "--retries", "0");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("error: source " + from("web"));
    }

    @Test
    void a_source_that_cannot_be_opened_is_told_to_programs_too() {
        Cli.Result result = cli.run("diff", "oci:" + folder.resolve("none"), to("prod/web"), "--output", "json");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: source oci:").contains("there is no such folder");
        assertThat(last(result)).containsEntry("event", "summary").containsEntry("status", "failed");
    }

    @Test
    void comparing_nothing_is_a_failure() {
        Cli.Result result = cli.run("diff", "--include", "^v", from("web"), to("prod/web"));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("error: nothing was compared");
    }

    @Test
    void reads_everything_at_the_target_to_verify_it() {
        Cli.Result result = cli.run("verify", from("web:1"), to("prod/web"));
        assertThat(result.exitCode()).isZero();
        assertThat(result.errLines())
                .anyMatch(line -> line.startsWith("intact     " + to("prod/web:1")))
                .anyMatch(line -> line.startsWith("verified: 1 image: 1 intact"));
        assertThat(target.traffic().count("GET", ".*/blobs/.*"))
                .isEqualTo(image.allBlobs().size());
    }

    @Test
    void names_what_is_damaged() {
        target.removeBlob("prod/web", image.allBlobs().iterator().next().digest());
        Cli.Result result = cli.run("verify", from("web:1"), to("prod/web"), "--retries", "0");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("error: target " + to("prod/web"))
                .contains("(image " + to("prod/web:1"))
                .contains("1 damaged");
        Cli.Result told = cli.run("verify", from("web:1"), to("prod/web"), "--retries=0", "--output=json");
        assertThat(told.outLines())
                .anyMatch(line -> line.contains("\"event\":\"verified\"") && line.contains("\"damaged\""));
        assertThat(last(told)).containsEntry("images.damaged", "1").containsEntry("exitCode", "1");
    }
}
