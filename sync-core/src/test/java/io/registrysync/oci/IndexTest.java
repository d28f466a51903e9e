package io.registrysync.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries are cut out of an index, and every other byte stays. */
class IndexTest {
    private static final String A = entry("a", ",\"x\":[{\"y\":\"]}\\\"\"}]");
    private static final String B = entry("b", ", \"annotations\" : { \"é\":\"\uD83D\uDE00\" }");
    private static final String C = entry("c", "");

    private static String entry(String digit, String more) {
        return "{\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",\"digest\":\"sha256:" + digit.repeat(64)
                + "\",\"size\":7" + more + "}";
    }

    private static Index index(String text) {
        return (Index) Manifest.parse(MediaType.OCI_INDEX, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String keeping(String text, int... entries) {
        Index index = index(text);
        List<Descriptor> kept =
                IntStream.of(entries).mapToObj(index.children()::get).toList();
        return new String(index.keeping(kept::contains).bytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF"})
    void keeps_every_byte_outside_the_list(String start) {
        String before = start + "{ \"x\" : [1, {\"manifests\":[]}],\n \"schemaVersion\": 2, \"manifest\\u0073\" : [";
        String after = "] , \"annotations\":{\"k\":\"[{\\\"\",\"ü\":\"]\"}}  \n";
        String text = before + " " + A + " ,\n" + B + ",\t" + C + "\n" + after;

        assertThat(keeping(text, 1)).isEqualTo(before + B + after);
        assertThat(keeping(text, 0, 2)).isEqualTo(before + A + "," + C + after);
        assertThat(keeping(text)).isEqualTo(before + after);
        assertThat(keeping(text, 0, 1, 2)).isEqualTo(text);
    }

    @Test
    void is_itself_where_everything_is_kept() {
        Index index = index("{\"schemaVersion\":2,\"manifests\":[" + A + "," + B + "]}");

        assertThat(index.keeping(entry -> true)).isSameAs(index);
    }

    @Test
    void has_a_digest_of_its_own_by_the_same_algorithm() {
        byte[] bytes = ("{\"schemaVersion\":2,\"manifests\":[" + A + "," + B + "]}").getBytes(StandardCharsets.UTF_8);
        Index index = (Index) Manifest.parse(MediaType.OCI_INDEX, bytes, "sha512");

        Index cut = index.keeping(index.children().get(1)::equals);

        assertThat(cut.descriptor().digest()).isEqualTo(Digest.of("sha512", cut.bytes()));
        assertThat(cut.children()).containsExactly(index.children().get(1));
    }

    @Test
    void keeps_an_entry_that_stands_twice_twice() {
        String text = "{\"schemaVersion\":2,\"manifests\":[" + A + "," + B + "," + A + "]}";

        assertThat(keeping(text, 0)).isEqualTo("{\"schemaVersion\":2,\"manifests\":[" + A + "," + A + "]}");
    }
}
