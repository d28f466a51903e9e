package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TagsCommandTest {
    private final StrictRegistry registry = StrictRegistry.start();
    private final Cli cli = new Cli(Path.of("/nonexistent/config.json"));

    @BeforeEach
    void seed() {
        registry.seed(
                "web", "1.0", Images.single(1).created("2024-01-01T00:00:00Z").build());
        registry.seed(
                "web", "1.1", Images.single(2).created("2024-02-01T00:00:00Z").build());
        registry.seed("web", "1.1-alpine", Images.single(3).build());
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void shows_of_each_tag_which_rule_decided() {
        Cli.Result result = cli.run("tags", repository(), "--exclude", "alpine,beta", "--newest", "1");
        assertThat(result.exitCode()).isZero();
        assertThat(result.outLines())
                .containsExactly(
                        "✘ 1.0         not among the newest 1 (2024-01-01T00:00:00Z)",
                        "✔ 1.1         among the newest 1 (2024-02-01T00:00:00Z)",
                        "✘ 1.1-alpine  excluded by 'alpine'");
        assertThat(result.errLines())
                .containsExactly("warning: --exclude 'beta' matches no tag", "1 of 3 tags are selected");
    }

    @Test
    void colours_yes_and_no() {
        assertThat(cli.run("tags", repository(), "--include", "1$", "--color", "always")
                        .out())
                .contains("\u001b[32m✔\u001b[0m 1.1", "\u001b[31m✘\u001b[0m 1.0");
    }

    @Test
    void tells_it_to_programs() {
        Cli.Result result = cli.run("tags", repository(), "--glob", "web:*rc*", "--output", "json");
        assertThat(result.out())
                .startsWith("{\"name\":\"" + repository() + "\",\"selected\":0,\"tags\":[{\"tag\":\"1.0\",")
                .contains("\"rule\":{\"kind\":\"noImageInclude\",\"text\":\"\"}")
                .endsWith("\"unmatched\":[{\"kind\":\"imageInclude\",\"text\":\"web:*rc*\"}]}\n");
    }

    @Test
    void a_repository_without_tags_is_a_failure() {
        Cli.Result result = cli.run("tags", registry.host() + "/nothing");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("error: " + registry.host() + "/nothing: list tags: ");
    }

    private String repository() {
        return registry.host() + "/web";
    }
}
