package io.registrysync.store;

import io.registrysync.spec.SyncSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the texts of specs mean. Lists of tasks and the overview ask for all of them again and again, and
 * reading YAML takes longer than the query. A text always means the same, so nothing here is ever out of date; what was
 * not asked for longest goes first.
 */
final class ParsedSpecs {
    private final long limit;
    private final Map<String, SyncSpec> specs = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    /**
     * An empty memory.
     *
     * @param limit how many characters the remembered texts may have together
     */
    ParsedSpecs(long limit) {
        this.limit = limit;
    }

    /** What a text says. */
    SyncSpec get(String text) {
        SyncSpec known = known(text);
        return known == null ? remember(text, SyncSpec.parse("a stored task", text)) : known;
    }

    private synchronized @Nullable SyncSpec known(String text) {
        return specs.get(text);
    }

    private synchronized SyncSpec remember(String text, SyncSpec spec) {
        if (text.length() <= limit && specs.put(text, spec) == null) {
            characters += text.length();
            var eldest = specs.entrySet().iterator();
            while (characters > limit) {
                characters -= eldest.next().getKey().length();
                eldest.remove();
            }
        }
        return spec;
    }

    synchronized int size() {
        return specs.size();
    }
}
