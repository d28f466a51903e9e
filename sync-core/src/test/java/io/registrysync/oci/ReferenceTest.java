package io.registrysync.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    private static final String DIGEST = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @ParameterizedTest
    @CsvSource({
        // text, registry, repository, tag
        "nginx, docker.io, library/nginx, ''",
        "nginx:1.25, docker.io, library/nginx, 1.25",
        "library/nginx, docker.io, library/nginx, ''",
        "bitnami/nginx:latest, docker.io, bitnami/nginx, latest",
        "a/b/c, docker.io, a/b/c, ''",
        "docker.io/nginx, docker.io, library/nginx, ''",
        "index.docker.io/nginx, docker.io, library/nginx, ''",
        "registry-1.docker.io/library/nginx, docker.io, library/nginx, ''",
        "registry.hub.docker.com/nginx:1, docker.io, library/nginx, 1",
        "DOCKER.IO/nginx, docker.io, library/nginx, ''",
        "localhost/x, localhost, x, ''",
        "localhost:5000/x, localhost:5000, x, ''",
        "localhost:5000/x:y, localhost:5000, x, y",
        "registry.example.com/x, registry.example.com, x, ''",
        "registry.example.com:5000/a/b:1.0, registry.example.com:5000, a/b, 1.0",
        "Registry.Example.com/a/b, registry.example.com, a/b, ''",
        "host:5000, docker.io, library/host, 5000",
        "name:5000, docker.io, library/name, 5000",
        "host:5000/x, host:5000, x, ''",
        "host/x:5000, docker.io, host/x, 5000",
        "localhost, docker.io, library/localhost, ''",
        "localhost:1, docker.io, library/localhost, 1",
        "[::1]:5000/x, [::1]:5000, x, ''",
        "[::1]/x:tag, [::1], x, tag",
        "[2001:DB8::1]:5000/a/b:c, [2001:db8::1]:5000, a/b, c",
        "10.0.0.1/x, 10.0.0.1, x, ''",
        "10.0.0.1:5000/x:y, 10.0.0.1:5000, x, y",
        "Host/x, host, x, ''",
        "MYHOST/x:y, myhost, x, y",
        "foo.bar, docker.io, library/foo.bar, ''",
        "foo_bar/x, docker.io, foo_bar/x, ''",
        "a.b/c.d/e, a.b, c.d/e, ''",
        "ghcr.io/o/r:sha-abc_1, ghcr.io, o/r, sha-abc_1",
    })
    void parts_are_those_that_docker_sees(String text, String registry, String repository, String tag) {
        Reference reference = Reference.parse(text);
        assertThat(reference.registry()).hasToString(registry);
        assertThat(reference.repository()).hasToString(repository);
        assertThat(reference.tag().map(Tag::name).orElse("")).isEqualTo(tag);
        assertThat(reference.digest()).isEmpty();

        Reference pinned = Reference.parse(text + "@" + DIGEST);
        assertThat(pinned.digest()).contains(Digest.parse(DIGEST));
        assertThat(pinned.tag()).isEqualTo(reference.tag());
        assertThat(pinned).isNotEqualTo(reference).hasToString(reference + "@" + DIGEST);
        assertThat(Reference.parse(pinned.toString())).isEqualTo(pinned);
        assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                ":",
                "@",
                "nginx:",
                ":latest",
                "nginx@",
                "nginx@sha256",
                "nginx@sha256:abc",
                "@" + DIGEST,
                "nginx:@" + DIGEST,
                "nginx@" + DIGEST + ":tag",
                "nginx@" + DIGEST + "@" + DIGEST,
                "nginx@tag",
                "nginx:a:b",
                "nginx:.a",
                "nginx:-a",
                "nginx/",
                "/nginx",
                "a//b",
                "Nginx",
                "library/Nginx",
                "docker.io:x/",
                "docker.io/",
                "docker.io/:latest",
                "localhost/",
                "localhost:5000/",
                "localhost:x/y",
                "localhost:0/y",
                "localhost:99999/y",
                "registry.example.com/",
                "registry.example.com//x",
                "https://docker.io/nginx",
                "http://localhost:5000/x",
                "docker://nginx",
                "oci://x",
                " nginx",
                "nginx ",
                "nginx\n",
                "nginx:a b",
                "a/../b",
                "registry.example.com/../x",
                "registry.example.com/x/..",
                "user@registry.example.com/x",
                "a_b.c/x",
                "a_b:5000/x",
                "-a.com/x",
                "a..b/x",
                "[::1/x",
                "[::1]",
                "::1/x",
                "[zz]:5000/x",
                "é/x",
                "doc\u212aer.io/x",
                "nginx:\u0000",
                "nginx:ａ",
                "nginx%2fx",
                "nginx?x",
                "nginx#x",
                "a\\b",
                "x@SHA256:abc",
                "nginx@sha256:../../x",
                "x@sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
            })
    void refuses(String text) {
        assertThatThrownBy(() -> Reference.parse(text)).isInstanceOf(FormatException.class);
    }

    @Test
    void names_of_docker_hub_give_equal_references() {
        assertThat(Reference.parse("registry-1.docker.io/nginx:1"))
                .isEqualTo(Reference.parse("nginx:1"))
                .hasSameHashCodeAs(Reference.parse("docker.io/library/nginx:1"))
                .hasToString("docker.io/library/nginx:1");
    }

    @Test
    void host_that_only_its_case_marks_as_one_is_never_read_back_as_docker_hub() {
        Reference reference = Reference.parse("Intranet/team/app:1");
        assertThat(Reference.parse(reference.toString()).registry()).isEqualTo(new RegistryHost("intranet"));
    }

    @Test
    void differs_by_every_part() {
        Reference reference = Reference.parse("a.b/c:d@" + DIGEST);
        assertThat(reference)
                .isNotEqualTo(Reference.parse("a.c/c:d@" + DIGEST))
                .isNotEqualTo(Reference.parse("a.b/d:d@" + DIGEST))
                .isNotEqualTo(Reference.parse("a.b/c:e@" + DIGEST))
                .isNotEqualTo(Reference.parse("a.b/c:d"))
                .isNotEqualTo("a.b/c:d@" + DIGEST);
    }

    @Test
    void refusal_names_the_wrong_part() {
        assertThatThrownBy(() -> Reference.parse("nginx:a b")).hasMessageContaining("'a b' is not a tag");
        assertThatThrownBy(() -> Reference.parse("a.b/C")).hasMessageContaining("'C' is not a repository name");
        assertThatThrownBy(() -> Reference.parse("x@y")).hasMessageContaining("'y' is not a digest");
        assertThatThrownBy(() -> Reference.parse("https://x/y")).hasMessageContaining("scheme");
    }

    @Property
    void generated_from_the_grammar_is_accepted_and_read_back(@ForAll("valid") String text) {
        Reference reference = Reference.parse(text);
        assertThat(Reference.parse(reference.toString())).isEqualTo(reference).hasToString(reference.toString());
    }

    @Property
    void what_is_accepted_is_read_back_and_needs_no_escape_in_a_url(@ForAll("nearly") String text) {
        Texts.accepted_or_refused(text, ReferenceTest::requireStable);
    }

    @Property
    void arbitrary_text_is_accepted_or_refused_with_a_clean_message(@ForAll("any") String text) {
        Texts.accepted_or_refused(text, ReferenceTest::requireStable);
    }

    @Test
    void long_text_takes_linear_time() {
        Texts.without_delay(Reference::parse);
    }

    private static void requireStable(String text) {
        Reference reference = Reference.parse(text);
        assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
        String path = "/v2/" + reference.repository() + "/manifests/"
                + reference.digest().map(Digest::toString).orElse("x");
        URI uri = URI.create("https://" + reference.registry() + path);
        assertThat(uri.getHost()).isEqualTo(reference.registry().host());
        assertThat(uri.getPath()).isEqualTo(path);
        // A pin is never lost.
        assertThat(reference.digest().isPresent()).isEqualTo(text.indexOf('@') >= 0);
    }

    @Provide
    Arbitrary<String> valid() {
        return references();
    }

    @Provide
    Arbitrary<String> nearly() {
        return Texts.mutated(references());
    }

    @Provide
    Arbitrary<String> any() {
        return Texts.any();
    }

    private static Arbitrary<String> references() {
        Arbitrary<String> host = Arbitraries.oneOf(
                Arbitraries.just(""),
                RegistryHostTest.hosts().map(name -> name + "/"),
                Arbitraries.of("docker.io/", "localhost/", "HOST/", "Host:80/"));
        Arbitrary<String> tag = Arbitraries.of("", ":latest", ":1.0", ":_", ":" + "a".repeat(128));
        Arbitrary<String> digest = Arbitraries.of("", "@" + DIGEST, "@blake3:abc");
        return Combinators.combine(host, RepositoryNameTest.names(), tag, digest)
                // Without a host in front, a first component with a dot would be taken for one.
                .filter((h, n, t, d) -> !h.isEmpty() || n.indexOf('.') < 0)
                .as((h, n, t, d) -> h + n + t + d)
                .withoutEdgeCases();
    }
}
