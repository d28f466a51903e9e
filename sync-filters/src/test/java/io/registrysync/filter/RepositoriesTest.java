package io.registrysync.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.oci.RepositoryName;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepositoriesTest {
    @Test
    void all_without_rules() {
        assertThat(Repositories.all()).accepts(name("a"), name("a/b/c"));
        assertThat(Repositories.include()).accepts(name("a"), name("a/b/c"));
    }

    @Test
    void included_and_not_excluded() {
        Repositories team = Repositories.include("team/**", "{base,tools}/*")
                .exclude("**/test-*")
                .exclude("team/old/**");
        assertThat(team).accepts(name("team/web"), name("team/a/b"), name("base/jre"));
        assertThat(team).rejects(name("team/test-web"), name("team/old/web"), name("base/a/b"), name("other/web"));
    }

    @Test
    void filters_a_listing() {
        assertThat(Stream.of(name("production/web"), name("staging/web"), name("production/a/b"))
                        .filter(Repositories.include("production/**")))
                .containsExactly(name("production/web"), name("production/a/b"));
    }

    private static RepositoryName name(String path) {
        return new RepositoryName(path);
    }
}
