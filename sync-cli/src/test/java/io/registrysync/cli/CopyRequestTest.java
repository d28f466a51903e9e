package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrysync.cli.CopyRequest.Selection;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Tag;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CopyRequestTest {
    private static final Digest DIGEST = Digest.sha256(new byte[0]);
    private static final Digest OTHER = Digest.sha256(new byte[1]);

    @Test
    void takes_latest_where_no_tag_is_given() {
        assertThat(selection("nginx", "localhost:5000/nginx"))
                .isEqualTo(new Selection.ByTag(new Tag("latest"), new Tag("latest")));
    }

    @Test
    void gives_the_target_the_tag_of_the_source() {
        assertThat(selection("nginx:1.25", "localhost:5000/nginx"))
                .isEqualTo(new Selection.ByTag(new Tag("1.25"), new Tag("1.25")));
    }

    @Test
    void renames_where_the_target_has_a_tag() {
        assertThat(selection("nginx:1.25", "localhost:5000/nginx:prod"))
                .isEqualTo(new Selection.ByTag(new Tag("1.25"), new Tag("prod")));
    }

    @Test
    void takes_the_tag_beside_a_digest_for_a_label() {
        assertThat(selection("nginx:1.25@" + DIGEST, "localhost:5000/nginx"))
                .isEqualTo(new Selection.ByDigest(DIGEST, Optional.of(new Tag("1.25"))));
    }

    @Test
    void copies_by_digest_only_where_no_tag_is_given() {
        assertThat(selection("nginx@" + DIGEST, "localhost:5000/nginx@" + DIGEST))
                .isEqualTo(new Selection.ByDigest(DIGEST, Optional.empty()));
    }

    @Test
    void strips_the_scheme_of_skopeo() {
        assertThat(ImageName.parse("docker://nginx")).hasToString("docker.io/library/nginx");
    }

    @Test
    void refuses_another_digest_at_the_target() {
        assertRefused("the digest of", "nginx@" + DIGEST, "localhost:5000/nginx@" + OTHER);
    }

    @Test
    void refuses_a_digest_that_only_the_target_has() {
        assertRefused("the digest of", "nginx:1.25", "localhost:5000/nginx@" + DIGEST);
    }

    @Test
    void refuses_targets_with_different_tags() {
        assertRefused("the same tag", "nginx", "localhost:5000/a:1", "localhost:5000/b:2");
        assertRefused("the same tag", "nginx", "localhost:5000/a:1", "localhost:5000/b");
    }

    @Test
    void refuses_a_target_that_is_named_twice() {
        assertRefused("named twice", "nginx", "docker.io/library/x", "x");
    }

    @Test
    void refuses_a_tag_where_all_tags_are_wanted() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> CopyRequest.ofRepository(
                        "--all-tags", new Selection.AllTags(), ImageName.parse("nginx:1"), names("localhost/x")))
                .withMessageContaining("--all-tags");
    }

    private static Selection selection(String source, String target) {
        return CopyRequest.ofImage(ImageName.parse(source), names(target)).selection();
    }

    private static void assertRefused(String message, String source, String... targets) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> CopyRequest.ofImage(ImageName.parse(source), names(targets)))
                .withMessageContaining(message);
    }

    private static List<ImageName> names(String... texts) {
        return Stream.of(texts).map(ImageName::parse).toList();
    }
}
