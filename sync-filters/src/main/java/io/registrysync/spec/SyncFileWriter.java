package io.registrysync.spec;

import io.registrysync.filter.Flatten;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Writes sync files: what differs from the defaults, in the order of the manual. */
final class SyncFileWriter {
    /** For a file, in which a dollar sign may begin a variable. */
    private static final SyncFileWriter FILE = new SyncFileWriter(Variables::escape);

    private final UnaryOperator<String> escape;

    private SyncFileWriter(UnaryOperator<String> escape) {
        this.escape = escape;
    }

    static String write(SyncFile file) {
        Map<String, Object> top = new LinkedHashMap<>();
        top.put("version", 1);
        Map<String, Object> registries = new LinkedHashMap<>();
        file.registries().forEach((name, registry) -> registries.put(name, FILE.registry(registry)));
        put(top, "registries", registries);
        put(top, "syncs", file.syncs().stream().map(FILE::sync).toList());
        return text(top);
    }

    static String write(SyncSpec sync) {
        return text(FILE.sync(sync));
    }

    /** The keys of a sync with texts as they are. */
    static Map<String, Object> keys(SyncSpec sync) {
        return new SyncFileWriter(UnaryOperator.identity()).sync(sync);
    }

    private static String text(Map<String, Object> keys) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setDereferenceAliases(true)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setSplitLines(false)
                // Quotes what the reader takes for nothing, such as ~ and null.
                .setSchema(new CoreSchema())
                .build();
        return new Dump(settings).dumpToString(keys);
    }

    private Map<String, Object> registry(RegistrySpec registry) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("url", escape.apply(registry.url()));
        putText(keys, "description", Optional.of(registry.description()));
        putText(keys, "username", registry.username());
        put(keys, "password", registry.password());
        putText(keys, "passwordFile", registry.passwordFile());
        put(keys, "insecure", registry.insecure(), false);
        putText(keys, "ca", registry.ca());
        putText(keys, "certificate", registry.certificate());
        putText(keys, "key", registry.key());
        putText(keys, "tokenServer", registry.tokenServer());
        putText(keys, "proxy", registry.proxy());
        put(keys, "concurrency", registry.concurrency());
        put(keys, "requestsPerSecond", registry.requestsPerSecond().map(SyncFileWriter::number));
        return keys;
    }

    private Map<String, Object> sync(SyncSpec sync) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("name", escape.apply(sync.name()));
        putText(keys, "description", Optional.of(sync.description()));
        put(keys, "source", source(sync.source()));
        put(keys, "targets", sync.targets().stream().map(this::target).toList());
        put(keys, "images", rules(sync.images().include(), sync.images().exclude()));
        put(keys, "tags", tags(sync.tags()));
        put(keys, "platforms", sync.platforms());
        put(keys, "index", Scalars.word(sync.index()), Scalars.word(SyncSpec.IndexMode.REWRITE));
        Referrers referrers = sync.referrers();
        put(keys, "referrers", referrers.artifactTypes().stream().map(escape).toList());
        if (referrers.equals(Referrers.ALL)) {
            keys.put("referrers", true);
        }
        put(keys, "digestTags", sync.digestTags(), false);
        put(keys, "mapping", mapping(sync.mapping()));
        put(keys, "limits", limits(sync.limits()));
        put(keys, "delete", deletion(sync.delete()));
        sync.schedule().ifPresent(schedule -> {
            Map<String, Object> when = new LinkedHashMap<>();
            when.put("cron", schedule.cron());
            when.put("timeZone", schedule.timeZone());
            keys.put("schedule", when);
        });
        put(keys, "notification", notification(sync.notification()));
        put(keys, "enabled", sync.enabled(), true);
        return keys;
    }

    private Map<String, Object> source(Source source) {
        Map<String, Object> keys = new LinkedHashMap<>();
        putText(keys, "registry", source.registry());
        putText(keys, "project", source.project());
        if (source.repositories().size() == 1) {
            keys.put("repository", escape.apply(source.repositories().get(0)));
        } else {
            put(keys, "repositories", source.repositories().stream().map(escape).toList());
        }
        put(keys, "images", source.images());
        putText(keys, "layout", source.layout());
        return keys;
    }

    private Map<String, Object> target(Target target) {
        Map<String, Object> keys = new LinkedHashMap<>();
        putText(keys, "registry", target.registry());
        if (target.projects().size() == 1) {
            keys.put("project", target.projects().get(0));
        } else {
            put(keys, "project", target.projects());
        }
        putText(keys, "repository", target.repository());
        put(keys, "createProject", Scalars.word(target.createProject()), Scalars.word(Target.CreateProject.NEVER));
        putText(keys, "layout", target.layout());
        return keys;
    }

    private static Map<String, Object> rules(List<String> include, List<String> exclude) {
        Map<String, Object> keys = new LinkedHashMap<>();
        put(keys, "include", include);
        put(keys, "exclude", exclude);
        return keys;
    }

    private static Map<String, Object> tags(TagRules tags) {
        Map<String, Object> keys = rules(tags.include(), tags.exclude());
        put(keys, "semver", tags.semver());
        put(keys, "minAge", tags.minAge().map(Quantities::text));
        put(keys, "maxAge", tags.maxAge().map(Quantities::text));
        put(keys, "coolDown", tags.coolDown().map(Quantities::text));
        put(keys, "newest", tags.newest(), 0);
        put(keys, "newestBy", Scalars.word(tags.newestBy()), Scalars.word(TagRules.NewestBy.CREATED));
        return keys;
    }

    private static Map<String, Object> mapping(MappingRules mapping) {
        Map<String, Object> keys = new LinkedHashMap<>();
        put(keys, "flatten", mapping.flatten().map(SyncFileWriter::flatten));
        List<Map<String, Object>> renames = new ArrayList<>();
        for (MappingRules.Rename rename : mapping.rename()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("match", rename.match());
            each.put("replace", rename.replace());
            renames.add(each);
        }
        put(keys, "rename", renames);
        return keys;
    }

    private static Object flatten(Flatten flatten) {
        // A number without quotes, as people write it.
        return flatten == Flatten.NONE || flatten == Flatten.ALL
                ? flatten.toString()
                : Integer.valueOf(flatten.toString());
    }

    private static Map<String, Object> limits(Limits limits) {
        Map<String, Object> keys = new LinkedHashMap<>();
        put(keys, "concurrency", limits.concurrency());
        put(keys, "bandwidth", limits.bandwidth().map(Quantities::text));
        put(keys, "requestsPerSecond", limits.requestsPerSecond().map(SyncFileWriter::number));
        put(keys, "retries", limits.retries());
        put(keys, "timeout", limits.timeout().map(Quantities::text));
        return keys;
    }

    private static Map<String, Object> deletion(Deletion delete) {
        Map<String, Object> keys = new LinkedHashMap<>();
        put(keys, "enabled", delete.enabled(), false);
        put(keys, "maxPercent", delete.maxPercent(), Deletion.OFF.maxPercent());
        return keys;
    }

    private Map<String, Object> notification(Notification notification) {
        Map<String, Object> keys = new LinkedHashMap<>();
        put(keys, "enabled", notification.enabled(), true);
        put(keys, "channels", notification.channels().stream().map(escape).toList());
        put(keys, "when", Scalars.word(notification.when()), Scalars.word(Notification.When.ALWAYS));
        put(keys, "stopped", notification.stopped(), false);
        put(keys, "recovered", notification.recovered(), false);
        return keys;
    }

    /** Without an exponent, which the reader does not take. */
    private static Object number(double rate) {
        return rate == Math.rint(rate)
                ? (Object) (long) rate
                : BigDecimal.valueOf(rate).toPlainString();
    }

    private void putText(Map<String, Object> keys, String key, Optional<String> text) {
        text.filter(given -> !given.isEmpty()).ifPresent(given -> keys.put(key, escape.apply(given)));
    }

    private static void put(Map<String, Object> keys, String key, Optional<?> value) {
        value.ifPresent(given -> keys.put(key, given));
    }

    private static void put(Map<String, Object> keys, String key, Object value, Object otherwise) {
        if (!value.equals(otherwise)) {
            keys.put(key, value);
        }
    }

    private static void put(Map<String, Object> keys, String key, List<?> values) {
        if (!values.isEmpty()) {
            keys.put(key, values);
        }
    }

    private static void put(Map<String, Object> keys, String key, Map<String, Object> values) {
        if (!values.isEmpty()) {
            keys.put(key, values);
        }
    }
}
