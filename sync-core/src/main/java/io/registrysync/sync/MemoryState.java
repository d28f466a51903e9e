package io.registrysync.sync;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A state without a place to keep it. */
final class MemoryState implements SyncState {
    private static final int MOST = 100_000;

    private record Key(Topic topic, String text) {}

    private final Map<Key, String> entries = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, String> eldest) {
            return size() > MOST;
        }
    });

    @Override
    public Optional<String> recall(Topic topic, String key) {
        return Optional.ofNullable(entries.get(new Key(topic, key)));
    }

    @Override
    public void remember(Topic topic, String key, String value) {
        entries.put(new Key(topic, key), value);
    }
}
