package io.registrysync.spec;

import io.registrysync.filter.Flatten;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one sync of a file, with the defaults of the file under it. */
final class SyncReader {
    /** What belongs to a single sync, and so not into the defaults. */
    private static final Set<String> OWN = Set.of("name", "description", "source", "target", "targets");

    private final Optional<List<String>> registries;
    private final Optional<Yaml.Keys> defaults;
    private final Problems problems;

    /**
     * Looks at the defaults.
     *
     * @param registries the names that are described; empty where nobody knows
     */
    SyncReader(Optional<List<String>> registries, Optional<Fields> defaults, Problems problems) {
        this.registries = registries;
        this.defaults = defaults.map(fields -> longForm(fields.keys()));
        this.problems = problems;
        defaults.ifPresent(fields -> fields.keys().entries().stream()
                .filter(entry -> OWN.contains(entry.key()))
                .forEach(entry -> problems.add(
                        entry.place(), entry.key() + " belongs to a single sync; it cannot stand in defaults")));
    }

    /** For a sync that stands alone. */
    SyncReader(Problems problems) {
        this(Optional.empty(), Optional.empty(), problems);
    }

    Optional<SyncSpec> sync(Fields own, Variables variables) {
        Yaml.Keys keys = longForm(own.keys());
        Fields fields = new Fields(defaults.map(keys::over).orElse(keys), variables, problems);
        Optional<String> name = fields.required("name", "a name", Checks::name);
        String description = fields.text("description", "a text").orElse("");
        Optional<Source> source = source(fields);
        List<Target> targets = targets(fields);
        ImageRules images = fields.section("images").flatMap(SyncReader::images).orElse(ImageRules.ALL);
        TagRules tags = fields.section("tags").flatMap(SyncReader::tags).orElse(TagRules.ALL);
        List<String> platforms = fields.list("platforms", "a platform such as linux/amd64", Checks::platform);
        SyncSpec.IndexMode index = fields.one(
                        "index", "rewrite, sparse or all", text -> Scalars.choice(SyncSpec.IndexMode.class, text))
                .orElse(SyncSpec.IndexMode.REWRITE);
        List<String> referrers = fields.list("referrers", "true, false or artifact types", SyncReader::referrer);
        boolean digestTags = fields.flag("digestTags", false);
        MappingRules mapping =
                fields.section("mapping").flatMap(SyncReader::mapping).orElse(MappingRules.DEFAULT);
        Limits limits = fields.section("limits").flatMap(SyncReader::limits).orElse(Limits.NONE);
        Deletion delete = fields.section("delete").flatMap(SyncReader::deletion).orElse(Deletion.OFF);
        Optional<Schedule> schedule =
                fields.section("schedule").flatMap(section -> schedule(section, own.has("schedule")));
        Notification notification =
                fields.section("notification").flatMap(SyncReader::notification).orElse(Notification.NONE);
        boolean enabled = fields.flag("enabled", true);
        return fields.build(() -> new SyncSpec(
                name.orElseThrow(),
                description,
                source.orElseThrow(),
                targets,
                images,
                tags,
                platforms,
                index,
                referrers(referrers),
                digestTags,
                mapping,
                limits,
                delete,
                schedule,
                notification,
                enabled));
    }

    static int concurrency(String text) {
        return Scalars.count(text, 1, 1000);
    }

    /** A schedule of which only the crontab line is said may be written as that. */
    private static Yaml.Keys longForm(Yaml.Keys keys) {
        List<Yaml.Entry> entries = new ArrayList<>();
        for (Yaml.Entry entry : keys.entries()) {
            boolean isShort =
                    entry.key().equals("schedule") && entry.value() instanceof Yaml.Text text && !text.isNothing();
            entries.add(isShort ? longForm(entry) : entry);
        }
        return new Yaml.Keys(keys.place(), keys.path(), entries);
    }

    private static Yaml.Entry longForm(Yaml.Entry schedule) {
        Yaml cron = schedule.value();
        Yaml.Entry entry = new Yaml.Entry(cron.place(), cron.path(), "cron", cron);
        Yaml.Keys keys = new Yaml.Keys(cron.place(), cron.path(), List.of(entry));
        return new Yaml.Entry(schedule.place(), schedule.parent(), schedule.key(), keys);
    }

    private Optional<Source> source(Fields sync) {
        Optional<Fields> section = sync.section("source");
        if (!sync.has("source")) {
            sync.complain("the key \"source\" is missing");
        }
        return section.flatMap(fields -> {
            Optional<String> registry = fields.one("registry", "the name of a registry", this::described);
            Optional<String> project = fields.one("project", "a project", Checks::repository);
            Optional<String> one = fields.one("repository", "a repository", Checks::repositories);
            List<String> several = fields.list("repositories", "a repository or a glob", Checks::repositories);
            List<String> images = fields.list("images", "an image such as nginx:1.27", SyncReader::images).stream()
                    .flatMap(List::stream)
                    .toList();
            Optional<String> layout = fields.one("layout", "a layout such as oci:FOLDER", Checks::layout);
            return fields.build(() -> {
                Checks.require(
                        one.isEmpty() || several.isEmpty(), "repository and repositories are both given; join them");
                return new Source(registry, project, one.map(List::of).orElse(several), images, layout);
            });
        });
    }

    /** One image, or many lines of them. */
    private static List<String> images(String text) {
        return text.contains("\n") ? Source.parseImages(text) : List.of(Checks.image(text));
    }

    private List<Target> targets(Fields sync) {
        Optional<Fields> one = sync.section("target");
        boolean several =
                sync.keys().entries().stream().anyMatch(entry -> entry.key().equals("targets"));
        List<Fields> sections = new ArrayList<>(sync.sections("targets"));
        if (one.isPresent() && several) {
            sync.complain("target and targets are both given; put all into targets");
        }
        one.ifPresent(sections::add);
        return sections.stream().flatMap(fields -> target(fields).stream()).toList();
    }

    private Optional<Target> target(Fields fields) {
        Optional<String> registry = fields.one("registry", "the name of a registry", this::described);
        List<String> projects = fields.list("project", "a project", Checks::repository);
        Optional<String> repository = fields.one("repository", "a repository", Checks::repository);
        Target.CreateProject create = fields.one("createProject", "false or private", SyncReader::createProject)
                .orElse(Target.CreateProject.NEVER);
        Optional<String> layout = fields.one("layout", "a layout such as oci:FOLDER", Checks::layout);
        return fields.build(() -> new Target(registry, projects, repository, create, layout));
    }

    private String described(String name) {
        return registries.isPresent() ? Checks.described(name, registries.get()) : Checks.name(name);
    }

    private static Target.CreateProject createProject(String text) {
        return switch (text) {
            case "false" -> Target.CreateProject.NEVER;
            case "private" -> Target.CreateProject.PRIVATE;
            default ->
                throw new IllegalArgumentException(
                        Words.quote(text) + " is not false or private; a project is never made public");
        };
    }

    private static Optional<ImageRules> images(Fields fields) {
        List<String> include = fields.patterns("include", "globs on image:tag", Rules::imageGlob);
        List<String> exclude = fields.patterns("exclude", "globs on image:tag", Rules::imageGlob);
        return fields.build(() -> new ImageRules(include, exclude));
    }

    private static Optional<TagRules> tags(Fields fields) {
        List<String> include = fields.patterns("include", "regular expressions", Rules::regex);
        List<String> exclude = fields.patterns("exclude", "regular expressions", Rules::regex);
        Optional<String> semver = fields.pattern("semver", "a range of versions", Rules::semver);
        var minAge = fields.one("minAge", "a span such as 3d", Quantities::time);
        var maxAge = fields.one("maxAge", "a span such as 1y", Quantities::time);
        var coolDown = fields.one("coolDown", "a span such as 24h", Quantities::time);
        int newest = fields.one("newest", "a number", text -> Scalars.count(text, 0, 1_000_000))
                .orElse(0);
        TagRules.NewestBy by = fields.one(
                        "newestBy", "created, pushed or semver", text -> Scalars.choice(TagRules.NewestBy.class, text))
                .orElse(TagRules.NewestBy.CREATED);
        return fields.build(() -> new TagRules(include, exclude, semver, minAge, maxAge, coolDown, newest, by));
    }

    private static Referrers referrers(List<String> given) {
        if (given.isEmpty() || given.equals(List.of("false"))) {
            return Referrers.NONE;
        }
        Checks.require(
                given.size() == 1 || given.stream().noneMatch(SyncReader::isFlag),
                "referrers are true, false or a list of artifact types");
        return isFlag(given.get(0)) ? Referrers.ALL : new Referrers(true, given);
    }

    private static boolean isFlag(String text) {
        return text.equals("true") || text.equals("false");
    }

    private static String referrer(String text) {
        return isFlag(text) ? text : Checks.artifactType(text);
    }

    private static Optional<MappingRules> mapping(Fields fields) {
        Optional<Flatten> flatten = fields.one("flatten", "none, all, 1, 2 or 3", Flatten::parse);
        List<MappingRules.Rename> rename = fields.sections("rename").stream()
                .flatMap(section -> rename(section).stream())
                .toList();
        return fields.build(() -> new MappingRules(flatten, rename));
    }

    private static Optional<MappingRules.Rename> rename(Fields fields) {
        Optional<String> match = fields.pattern("match", "a regular expression", Rules::regex);
        Optional<String> replace = fields.maybeEmpty("replace", text -> {
            match.ifPresent(regex -> Rules.rename(regex, text));
            return text;
        });
        return fields.build(() -> {
            Checks.require(match.isPresent() && replace.isPresent(), "a renaming has match and replace");
            return new MappingRules.Rename(match.orElseThrow(), replace.orElseThrow());
        });
    }

    private static Optional<Limits> limits(Fields fields) {
        var concurrency = fields.one("concurrency", "a number", SyncReader::concurrency);
        var bandwidth = fields.one("bandwidth", "a bandwidth such as 50MiB", Quantities::bytes);
        var requests = fields.one("requestsPerSecond", "a number", Scalars::rate);
        var retries = fields.one("retries", "a number", text -> Scalars.count(text, 0, 100));
        var timeout = fields.one("timeout", "a span such as 30s", Quantities::time);
        return fields.build(() -> new Limits(concurrency, bandwidth, requests, retries, timeout));
    }

    private static Optional<Deletion> deletion(Fields fields) {
        boolean enabled = fields.flag("enabled", false);
        int maxPercent = fields.one("maxPercent", "a number", text -> Scalars.count(text, 1, 100))
                .orElse(Deletion.OFF.maxPercent());
        return fields.build(() -> new Deletion(enabled, maxPercent));
    }

    private static Optional<Schedule> schedule(Fields fields, boolean isOwn) {
        Optional<String> cron = fields.pattern("cron", "five fields such as 0 2 * * *", text -> {
            Cron.parse(text);
            return text;
        });
        Optional<String> zone = fields.one("timeZone", "a time zone such as Asia/Shanghai", text -> {
            Schedule.zone(text);
            return text;
        });
        // Defaults may give the zone alone, for those syncs that have a time.
        return fields.build(() -> {
                    Checks.require(cron.isPresent() || !isOwn, "the key \"cron\" is missing");
                    return cron.map(line -> new Schedule(line, zone.orElse("UTC")));
                })
                .flatMap(made -> made);
    }

    private static Optional<Notification> notification(Fields fields) {
        boolean enabled = fields.flag("enabled", true);
        List<String> channels = fields.list("channels", "the name of a channel", Checks::name);
        Notification.When when = fields.one(
                        "when", "always or failed", text -> Scalars.choice(Notification.When.class, text))
                .orElse(Notification.When.ALWAYS);
        boolean stopped = fields.flag("stopped", false);
        boolean recovered = fields.flag("recovered", false);
        return fields.build(() -> new Notification(enabled, channels, when, stopped, recovered));
    }
}
