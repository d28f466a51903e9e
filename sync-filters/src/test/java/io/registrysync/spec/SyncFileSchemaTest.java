package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema and the manual say the same as the reader. */
class SyncFileSchemaTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
    private static final Pattern KNOWN = Pattern.compile("unknown key \"zzzzzzzzzz\"( in [^;]+)?; known: (.*)");

    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schemaText());

    @ParameterizedTest
    @MethodSource("examples")
    void examples_of_the_manual_are_read_and_valid(String example) {
        SyncFile file = SyncFile.parse("example", example, environment());

        assertThat(file.syncs()).isNotEmpty();
        assertThat(SyncFile.parse("written", file.toYaml(), environment())).isEqualTo(file);
        assertThat(schema.validate(example, InputFormat.YAML)).isEmpty();
        assertThat(schema.validate(file.toYaml(), InputFormat.YAML)).isEmpty();
    }

    @Test
    void the_manual_has_an_example_for_each_scenario() throws IOException {
        assertThat(examples()).hasSizeGreaterThanOrEqualTo(6);
        assertThat(manual())
                .contains("### Moving to another cloud", "### Into the internal network")
                .contains("### A second site", "### Several regions");
    }

    @Test
    void a_file_with_every_key_is_valid() {
        assertThat(schema.validate(SyncFileTest.COMPLETE, InputFormat.YAML)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "version: 2\nregistries: {a: b}",
                "registries: {a: {url: b, pasword: c}}",
                "registries: {a: {url: b, username: c, password: secret}}",
                "registries: {a: {username: c}}",
                "registries: {a: {url: b, username: c, password: '${A}', passwordFile: d}}",
                "registries: {a: b}\ndefaults: {name: a}",
                "registries: {a: b}\nsyncs: [{name: a, source: {registry: a}}]",
                "registries: {a: b}\nsyncs: [{name: a, source: {}, target: {registry: a}}]",
                "registries: {a: b}\nsyncs: [{name: a, source: {registry: a}, target: {registry: a}, tags: {newest: x}}]",
                "registries: {a: b}\nsyncs: [{name: a, source: {registry: a}, target: {registry: a}, index: x}]",
            })
    void what_the_reader_refuses_the_schema_refuses(String text) {
        assertThat(catchThrowableOfType(SyncFileException.class, () -> SyncFile.parse("f", text, Map.of("A", "x"))))
                .isNotNull();
        assertThat(schema.validate(text, InputFormat.YAML)).isNotEmpty();
    }

    @Test
    void the_schema_names_the_keys_that_the_reader_takes() {
        Map<String, List<String>> taken = keysOfReader();
        Yaml.Keys definitions = keys(schemaTree(), "$defs");
        Yaml.Keys options = keys(definitions, "options");

        assertThat(taken.get("")).isEqualTo(properties(schemaTree()));
        assertThat(taken.get("registries.harbor")).isEqualTo(properties(keys(definitions, "registry")));
        assertThat(taken.get("syncs[0]")).isEqualTo(properties(keys(definitions, "sync")));
        assertThat(taken.get("syncs[0].source")).isEqualTo(properties(keys(definitions, "source")));
        assertThat(taken.get("syncs[0].targets[0]")).isEqualTo(properties(keys(definitions, "target")));
        for (String group : List.of("images", "tags", "mapping", "limits", "delete", "notification")) {
            assertThat(taken.get("syncs[0]." + group))
                    .as(group)
                    .isEqualTo(properties(keys(keys(options, "properties"), group)));
        }
        Yaml.Items schedule = (Yaml.Items) value(keys(keys(options, "properties"), "schedule"), "oneOf");
        assertThat(taken.get("syncs[0].schedule"))
                .isEqualTo(properties((Yaml.Keys) schedule.items().get(1)));
        Yaml.Keys mapping = keys(keys(keys(options, "properties"), "mapping"), "properties");
        assertThat(taken.get("syncs[0].mapping.rename[0]"))
                .isEqualTo(properties(keys(keys(mapping, "rename"), "items")));
        assertThat(taken).hasSize(5 + 6 + 2);
    }

    @Test
    void options_are_the_same_in_defaults_and_in_syncs() {
        Yaml.Keys definitions = keys(schemaTree(), "$defs");
        List<String> ofSync = properties(keys(definitions, "sync"));
        List<String> ofDefaults = properties(keys(definitions, "options"));

        assertThat(ofSync).containsAll(ofDefaults);
        assertThat(ofSync.stream().filter(key -> !ofDefaults.contains(key)))
                .containsExactlyInAnyOrder("name", "description", "source", "target", "targets");
    }

    @Test
    void the_manual_names_every_key() throws IOException {
        String manual = manual();

        assertThat(keysOfReader().values().stream().flatMap(List::stream).distinct())
                .allSatisfy(key -> assertThat(manual).containsPattern("\\b" + key + "[`:]"));
    }

    static List<String> examples() throws IOException {
        return BLOCK.matcher(manual()).results().map(block -> block.group(1)).toList();
    }

    private static String manual() throws IOException {
        return Files.readString(Path.of("..", "docs", "sync-file.md"));
    }

    /** Puts a key nobody knows into every group of a file that has all of them; the reader answers with those it knows. */
    private static Map<String, List<String>> keysOfReader() {
        String unknown = SyncFileTest.COMPLETE
                .lines()
                .flatMap(line -> Stream.of(line, strangerAfter(line)).filter(text -> !text.isEmpty()))
                .reduce("zzzzzzzzzz: x\n", (text, line) -> text + line + "\n");
        SyncFileException thrown = Objects.requireNonNull(
                catchThrowableOfType(SyncFileException.class, () -> SyncFile.parse("f", unknown, environment())));
        Map<String, List<String>> keys = new HashMap<>();
        for (SyncFileException.Problem problem : thrown.problems()) {
            List<MatchResult> known = KNOWN.matcher(problem.message()).results().toList();
            assertThat(known).as(problem.message()).hasSize(1);
            String path =
                    Objects.requireNonNullElse(known.get(0).group(1), "    ").substring(4);
            keys.put(
                    path.strip(),
                    Arrays.stream(known.get(0).group(2).split(", ", -1))
                            .sorted()
                            .toList());
        }
        return keys;
    }

    private static String strangerAfter(String line) {
        List<String> groups = List.of(
                "  harbor:",
                "    source:",
                "    images:",
                "    tags:",
                "    mapping:",
                "    limits:",
                "    delete:",
                "    schedule:",
                "    notification:");
        if (groups.contains(line)) {
            int indent = line.length() - line.stripLeading().length() + 2;
            return " ".repeat(indent) + "zzzzzzzzzz: x";
        }
        if (line.equals("    description: the web server")) {
            return "    zzzzzzzzzz: x";
        }
        if (line.equals("      - registry: harbor")) {
            return "        zzzzzzzzzz: x";
        }
        return line.equals("        - match: ^team/(.*)$") ? "          zzzzzzzzzz: x" : "";
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of("HOST", "harbor.example.com", "TOKEN", "x"));
        for (String name : List.of("HUB", "ALIYUN", "TENCENT", "HARBOR", "PRIMARY", "BACKUP", "CENTRAL")) {
            environment.put(name + "_USER", "user");
            environment.put(name + "_TOKEN", "x");
            environment.put(name + "_PASSWORD", "x");
        }
        return environment;
    }

    private static String schemaText() {
        try (InputStream in = SyncFile.class.getResourceAsStream("sync-file.schema.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** JSON is YAML. */
    private static Yaml.Keys schemaTree() {
        return (Yaml.Keys)
                YamlComposer.compose(schemaText(), new Problems("schema")).orElseThrow();
    }

    private static List<String> properties(Yaml.Keys schema) {
        return keys(schema, "properties").entries().stream()
                .map(Yaml.Entry::key)
                .sorted()
                .toList();
    }

    private static Yaml.Keys keys(Yaml.Keys parent, String key) {
        return (Yaml.Keys) value(parent, key);
    }

    private static Yaml value(Yaml.Keys parent, String key) {
        return parent.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
