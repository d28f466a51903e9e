package io.registrysync.spec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads the {@code registries.yaml} of older tools. */
final class RegistriesYaml {
    private static final String SOURCE = "source";
    private static final String TARGET = "target";
    private static final List<String> PROJECT_KEYS = List.of("project", "namespace", "repository");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*}");

    private final Problems problems;
    private final List<String> remarks = new ArrayList<>();
    private final Map<String, RegistrySpec> registries = new LinkedHashMap<>();
    private final Map<String, String> projects = new LinkedHashMap<>();

    private RegistriesYaml(Problems problems) {
        this.problems = problems;
    }

    static Imported read(String name, String text) {
        Problems problems = new Problems(name);
        RegistriesYaml reader = new RegistriesYaml(problems);
        Optional<Imported> imported = YamlComposer.compose(text, problems).flatMap(reader::file);
        if (problems.count() > 0 || imported.isEmpty()) {
            throw problems.toException();
        }
        return imported.get();
    }

    private Optional<Imported> file(Yaml root) {
        if (!(root instanceof Yaml.Keys keys)) {
            problems.add(root.place(), "this is not a registries.yaml, which begins with keys");
            return Optional.empty();
        }
        Fields top = fields(keys);
        top.take("registries").ifPresent(this::registries);
        ImageRules images = top.section("image_filters").flatMap(this::images).orElse(ImageRules.ALL);
        Limits limits = top.section("sync_config").flatMap(this::limits).orElse(Limits.NONE);
        top.take("logging")
                .ifPresent(ignored -> remarks.add("logging is not part of a sync; see the options -v and -q, and the"
                        + " settings of the server"));
        for (Yaml.Entry entry : top.rest()) {
            if (entry.value() instanceof Yaml.Keys registry && fields(registry).has("url")) {
                registry(entry.key(), registry);
            } else {
                remarks.add(Words.shown(entry.key()) + " was not taken over: there is nothing like it in a sync file");
            }
        }
        if (registries.isEmpty() && problems.count() == 0) {
            problems.add(root.place(), "no registry with a url was found");
        }
        if (problems.count() > 0) {
            return Optional.empty();
        }
        return attempt(root.place(), () -> new Imported(new SyncFile(registries, syncs(images, limits)), remarks));
    }

    private Fields fields(Yaml.Keys keys) {
        return new Fields(keys, new Variables(Map.of()), problems);
    }

    private void registries(Yaml value) {
        if (value instanceof Yaml.Items items) {
            int number = 0;
            for (Yaml item : items.items()) {
                registry("registry-" + ++number, item);
            }
        } else if (value instanceof Yaml.Keys keys) {
            keys.entries().forEach(entry -> registry(entry.key(), entry.value()));
        } else {
            problems.add(value.place(), "registries must be a list or keys, not " + value.kind());
        }
    }

    private void registry(String key, Yaml value) {
        if (!(value instanceof Yaml.Keys keys)) {
            problems.add(value.place(), Words.shown(key) + " must be a group of keys, not " + value.kind());
            return;
        }
        Fields fields = fields(keys);
        String name = unused(key, word(fields, "name").orElse(key));
        if (!fields.has("url")) {
            remarks.add(Words.shown(name) + " was left out: it has no url");
            return;
        }
        Optional<String> url = fields.pattern("url", "the address of a registry", Checks::url);
        Optional<String> username = word(fields, "username");
        Optional<String> password = word(fields, "password");
        Optional<String> description = word(fields, "description");
        // Which product it is shows by itself when the registry is asked.
        fields.take("type");
        for (String project : PROJECT_KEYS) {
            project(fields, project).ifPresent(path -> projects.put(name, path));
        }
        fields.rest()
                .forEach(entry ->
                        remarks.add(Words.shown(name) + ": " + Words.shown(entry.key()) + " was not taken over"));
        url.flatMap(address -> attempt(keys.place(), () -> {
                    RegistrySpec registry = RegistrySpec.at(address).described(description.orElse(""));
                    return withLogin(registry, name, key, username, password);
                }))
                .ifPresent(registry -> registries.put(name, registry));
    }

    /** The name, or the key where the name is taken or cannot be one. The two ends of a sync keep their keys. */
    private String unused(String key, String name) {
        boolean isEnd = key.equals(SOURCE) || key.equals(TARGET);
        String wanted = isEnd || name.length() > 100 ? key : name;
        return registries.containsKey(wanted) ? key : wanted;
    }

    private RegistrySpec withLogin(
            RegistrySpec registry, String name, String key, Optional<String> username, Optional<String> password) {
        if (username.isEmpty()) {
            password.ifPresent(
                    ignored -> remarks.add(Words.shown(name) + ": the password was left out, as it has no username"));
            return registry;
        }
        String given = password.orElse("");
        if (VARIABLE.matcher(given).matches()) {
            return registry.login(username.get(), given);
        }
        String variable = variable(key);
        remarks.add(Words.shown(name) + ": the password was not copied; set the environment variable " + variable);
        return registry.login(username.get(), "${" + variable + "}");
    }

    private String variable(String key) {
        String letters =
                key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_").replaceAll("^[_0-9]+|_+$", "");
        String prefix = letters.isEmpty() ? "REGISTRY_" + (registries.size() + 1) : letters;
        return prefix + "_PASSWORD";
    }

    private static Optional<String> word(Fields fields, String key) {
        return fields.take(key)
                .flatMap(value -> value instanceof Yaml.Text text && !text.isNothing()
                        ? Optional.of(text.text().strip())
                        : Optional.empty())
                .filter(text -> !text.isEmpty());
    }

    private Optional<String> project(Fields fields, String key) {
        Place place = fields.keys().place();
        return word(fields, key).flatMap(path -> attempt(place, () -> Checks.repository(path)));
    }

    private <T> Optional<T> attempt(Place place, Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (IllegalArgumentException wrong) {
            problems.add(place, String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<ImageRules> images(Fields fields) {
        List<String> include = fields.patterns("include_patterns", "globs on image:tag", Rules::imageGlob);
        List<String> exclude = fields.patterns("exclude_patterns", "globs on image:tag", Rules::imageGlob);
        fields.rest()
                .forEach(entry -> remarks.add("image_filters." + Words.shown(entry.key()) + " was not taken over"));
        return Optional.of(new ImageRules(include, exclude));
    }

    private Optional<Limits> limits(Fields fields) {
        Optional<Integer> concurrency = fields.pattern("parallel_downloads", "a number", SyncReader::concurrency);
        Optional<Integer> retries = fields.pattern("retry_count", "a number", text -> Scalars.count(text, 0, 100));
        Optional<Integer> timeout =
                fields.pattern("timeout", "a number of seconds", text -> Scalars.count(text, 1, 1_000_000));
        fields.take("batch_size")
                .ifPresent(ignored -> remarks.add("sync_config.batch_size was not taken over: images are not copied in"
                        + " batches; limits.concurrency says how many blobs move at a time"));
        fields.rest().forEach(entry -> remarks.add("sync_config." + Words.shown(entry.key()) + " was not taken over"));
        return Optional.of(
                new Limits(concurrency, Optional.empty(), Optional.empty(), retries, timeout.map(Duration::ofSeconds)));
    }

    private List<SyncSpec> syncs(ImageRules images, Limits limits) {
        if (registries.containsKey(SOURCE) && registries.containsKey(TARGET)) {
            return List.of(sync(images, limits));
        }
        projects.forEach((name, project) -> remarks.add(
                Words.shown(name) + ": write its project " + Words.quote(project) + " into the target of a sync"));
        if (!images.equals(ImageRules.ALL)) {
            remarks.add("image_filters were not taken over: they belong to a sync, and the file does not say which"
                    + " registry is the source; write them as the sync's images");
        }
        if (!limits.equals(Limits.NONE)) {
            remarks.add("sync_config was not taken over: write it as the limits of a sync");
        }
        return List.of();
    }

    private SyncSpec sync(ImageRules images, Limits limits) {
        projects.forEach((name, project) -> {
            if (!name.equals(SOURCE) && !name.equals(TARGET)) {
                remarks.add(Words.shown(name) + ": write its project " + Words.quote(project)
                        + " into the target of a sync");
            }
        });
        String from = projects.get(SOURCE);
        String to = projects.get(TARGET);
        if (from == null) {
            remarks.add("the source names no namespace, so the sync takes the whole registry; add a project");
        }
        SyncSpec plain = SyncSpec.of(
                "source-to-target",
                from == null ? Source.registry(SOURCE) : Source.project(SOURCE, from),
                to == null ? Target.registry(TARGET) : Target.registry(TARGET, to));
        return plain.with(images, limits);
    }
}
