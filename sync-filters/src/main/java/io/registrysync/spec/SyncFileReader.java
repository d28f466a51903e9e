package io.registrysync.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads sync files. What is below a sync is read by {@link SyncReader}. */
final class SyncFileReader {
    /** Values of the defaults, times syncs. They multiply as aliases do. */
    private static final int MAX_DEFAULTS = 500_000;

    private static final String VERSION = "1";

    private final Variables variables;
    private final Problems problems;

    private SyncFileReader(Variables variables, Problems problems) {
        this.variables = variables;
        this.problems = problems;
    }

    static SyncFile read(Path file, Map<String, String> environment) throws IOException {
        return parse(file.toString(), content(file), environment);
    }

    static SyncFile parse(String name, String text, Map<String, String> environment) {
        return parse(name, text, new Variables(environment));
    }

    static SyncFile parse(String name, String text, Variables variables) {
        Problems problems = new Problems(name);
        SyncFileReader reader = new SyncFileReader(variables, problems);
        Optional<SyncFile> file = YamlComposer.compose(text, problems).flatMap(reader::file);
        if (problems.count() > 0 || file.isEmpty()) {
            throw problems.toException();
        }
        return file.get();
    }

    /** Reads one sync, without registries and defaults around it. */
    static SyncSpec parseSync(String name, String text) {
        Problems problems = new Problems(name);
        Variables variables = new Variables(Map.of());
        Optional<SyncSpec> sync = YamlComposer.compose(text, problems).flatMap(root -> {
            if (root instanceof Yaml.Keys keys) {
                return new SyncReader(problems).sync(new Fields(keys, variables, problems), variables);
            }
            problems.add(root.place(), "a sync begins with keys such as name and source, not with " + root.kind());
            return Optional.empty();
        });
        if (problems.count() > 0 || sync.isEmpty()) {
            throw problems.toException();
        }
        return sync.get();
    }

    /** Reads one sync whose keys are at hand, and in which no variable stands. */
    static SyncSpec readSync(Map<String, ?> keys) {
        ValueComposer composer = new ValueComposer();
        Yaml.Keys root = composer.compose(keys);
        Problems problems = new Problems("sync", composer.paths());
        Variables none = Variables.none();
        return new SyncReader(problems)
                .sync(new Fields(root, none, problems), none)
                .filter(sync -> problems.count() == 0)
                .orElseThrow(problems::toException);
    }

    /** The text of a small file in UTF-8. */
    static String content(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(YamlComposer.MAX_SIZE + 1);
        }
        Problems problems = new Problems(file.toString());
        if (bytes.length > YamlComposer.MAX_SIZE) {
            problems.add(new Place(1, 1), YamlComposer.TOO_LARGE);
            throw problems.toException();
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            problems.add(new Place(1, 1), "the file is not text in UTF-8; save it as such");
            throw problems.toException();
        }
    }

    private Optional<SyncFile> file(Yaml root) {
        if (!(root instanceof Yaml.Keys keys)) {
            problems.add(
                    root.place(), "the file must begin with keys such as registries and syncs, not " + root.kind());
            return Optional.empty();
        }
        Fields top = new Fields(keys, variables, problems);
        top.one("version", "the version of this format, which is " + VERSION, SyncFileReader::version);
        Map<String, RegistrySpec> registries = new LinkedHashMap<>();
        List<String> names = top.section("registries")
                .map(fields -> registries(fields, registries))
                .orElse(List.of());
        Optional<Yaml> defaults = top.take("defaults");
        SyncReader syncs =
                new SyncReader(Optional.of(names), defaults.flatMap(value -> top.group(value, "defaults")), problems);
        List<Fields> sections = top.sections("syncs");
        long read = (long) defaults.map(Yaml::size).orElse(0) * sections.size();
        if (read > MAX_DEFAULTS) {
            problems.add(
                    defaults.orElseThrow().place(),
                    "defaults with so many values for so many syncs; split the file, or write lists where they belong");
            return Optional.empty();
        }
        List<SyncSpec> specs = sections.stream()
                .flatMap(fields -> syncs.sync(fields, variables).stream())
                .toList();
        return top.build(() -> new SyncFile(registries, specs));
    }

    private static String version(String text) {
        if (!text.equals(VERSION)) {
            throw new IllegalArgumentException(
                    Words.quote(text) + " is not known; this program reads version " + VERSION);
        }
        return text;
    }

    /** Puts the registries where they belong, and returns the names of all, also of those that cannot be read. */
    private List<String> registries(Fields section, Map<String, RegistrySpec> registries) {
        for (Yaml.Entry entry : section.keys().entries()) {
            try {
                Checks.name(entry.key());
            } catch (IllegalArgumentException wrong) {
                problems.add(entry.place(), String.valueOf(wrong.getMessage()));
            }
            section.take(entry.key())
                    .flatMap(value -> registry(section, longForm(value), entry.key()))
                    .ifPresent(registry -> registries.put(entry.key(), registry));
        }
        return section.keys().entries().stream().map(Yaml.Entry::key).toList();
    }

    /** A registry of which only the address is said may be written as that. */
    private static Yaml longForm(Yaml value) {
        return value instanceof Yaml.Text text && !text.isNothing()
                ? new Yaml.Keys(
                        text.place(), text.path(), List.of(new Yaml.Entry(text.place(), text.path(), "url", text)))
                : value;
    }

    private Optional<RegistrySpec> registry(Fields section, Yaml value, String name) {
        return section.group(value, Words.shown(name)).flatMap(fields -> {
            Optional<String> url = fields.required("url", "the address of a registry", Checks::url);
            String description = fields.text("description", "a text").orElse("");
            Optional<String> username = fields.text("username", "a user name");
            Optional<String> password = fields.secret("password");
            Optional<String> passwordFile = fields.text("passwordFile", "the path of a file");
            boolean insecure = fields.flag("insecure", false);
            Optional<String> ca = fields.text("ca", "the path of a file");
            Optional<String> certificate = fields.text("certificate", "the path of a file");
            Optional<String> key = fields.text("key", "the path of a file");
            Optional<String> tokenServer = fields.one("tokenServer", "the name of a host", Checks::host);
            Optional<String> proxy = fields.one("proxy", "the address of a proxy", Checks::proxy);
            Optional<Integer> concurrency = fields.one("concurrency", "a number", SyncReader::concurrency);
            Optional<Double> requests = fields.one("requestsPerSecond", "a number", Scalars::rate);
            return fields.build(() -> new RegistrySpec(
                    url.orElseThrow(),
                    description,
                    username,
                    password,
                    passwordFile,
                    insecure,
                    ca,
                    certificate,
                    key,
                    tokenServer,
                    proxy,
                    concurrency,
                    requests));
        });
    }
}
