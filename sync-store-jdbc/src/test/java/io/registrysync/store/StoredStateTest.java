package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.sync.SyncState;
import io.registrysync.sync.SyncState.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredStateTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);

    @ParameterizedTest
    @EnumSource
    void remembers_beyond_the_end_of_the_process(Databases databases) {
        String url = databases.fresh();
        try (Store store = Databases.open(url, now::get)) {
            SyncState state = store.state();
            assertThat(state.recall(Topic.CREATED, "sha256:1")).isEmpty();
            state.remember(Topic.CREATED, "sha256:1", "first");
            state.remember(Topic.CREATED, "sha256:1", "second");
            state.remember(Topic.WRITTEN, "sha256:1", "other topic");
            assertThat(state.recall(Topic.CREATED, "sha256:1")).contains("second");
        }
        try (Store store = Databases.open(url, now::get)) {
            assertThat(store.state().recall(Topic.CREATED, "sha256:1")).contains("second");
            assertThat(store.state().recall(Topic.WRITTEN, "sha256:1")).contains("other topic");
            assertThat(store.state().recall(Topic.FIRST_SEEN, "sha256:1")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(60)
    void writes_by_itself_after_a_while(Databases databases) {
        String url = databases.fresh();
        try (Store store = Databases.open(url, now::get)) {
            store.state().remember(Topic.BLOB_HOLDER, "a", "b");
            while (Samples.count(store, "sync_state") == 0) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            assertThat(store.state().recall(Topic.BLOB_HOLDER, "a")).contains("b");
        }
    }

    @ParameterizedTest
    @EnumSource
    void keeps_many_and_long_ones(Databases databases) {
        String url = databases.fresh();
        String chinese = "库".repeat(999);
        try (Store store = Databases.open(url, now::get)) {
            for (int i = 0; i < 1203; i++) {
                store.state().remember(Topic.CREATED, "k" + i, "v" + i);
            }
            store.state().remember(Topic.WRITTEN, chinese + "1", "值".repeat(1000));
            store.state().remember(Topic.WRITTEN, chinese + "2", "🚢".repeat(500));
            store.state().remember(Topic.WRITTEN, "x".repeat(1001), "too long");
            store.state().remember(Topic.WRITTEN, "zero", "\0");
        }
        try (Store store = Databases.open(url, now::get)) {
            assertThat(Samples.count(store, "sync_state")).isEqualTo(1205);
            assertThat(store.state().recall(Topic.CREATED, "k1202")).contains("v1202");
            assertThat(store.state().recall(Topic.WRITTEN, chinese + "1")).contains("值".repeat(1000));
            assertThat(store.state().recall(Topic.WRITTEN, chinese + "2")).contains("🚢".repeat(500));
            assertThat(store.state().recall(Topic.WRITTEN, "x".repeat(1001))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void notes_once_a_day_that_an_entry_is_of_use(Databases databases) {
        String url = databases.fresh();
        try (Store store = Databases.open(url, now::get)) {
            store.state().remember(Topic.CREATED, "a", "b");
        }
        now.set(BEGIN.plus(Duration.ofHours(23)));
        try (Store store = Databases.open(url, now::get)) {
            assertThat(store.state().recall(Topic.CREATED, "a")).contains("b");
        }
        try (Store store = Databases.open(url, now::get)) {
            assertThat(usedAt(store)).isEqualTo(BEGIN);
            now.set(BEGIN.plus(Duration.ofHours(24)));
            assertThat(store.state().recall(Topic.CREATED, "a")).contains("b");
        }
        try (Store store = Databases.open(url, now::get)) {
            assertThat(usedAt(store)).isEqualTo(BEGIN.plus(Duration.ofHours(24)));
        }
    }

    private static Instant usedAt(Store store) {
        String millis =
                Samples.rows(store, "SELECT used_at FROM sync_state").get(0).getOrDefault("used_at", "");
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }

    @ParameterizedTest
    @EnumSource
    void does_without_a_database_that_fails(Databases databases) {
        Store store = databases.open(now::get);
        store.state().remember(Topic.CREATED, "stored", "x");
        Samples.execute(store, "ALTER TABLE sync_state RENAME TO away");
        for (int i = 0; i < 30_000; i++) {
            store.state().remember(Topic.CREATED, "k" + i, "v");
        }
        assertThat(store.state().recall(Topic.CREATED, "k0")).contains("v");
        assertThat(store.state().recall(Topic.CREATED, "k29999")).isEmpty();
        assertThat(store.state().recall(Topic.CREATED, "never")).isEmpty();
        store.close();
        assertThat(store.state().recall(Topic.CREATED, "never")).isEmpty();
        store.state().remember(Topic.CREATED, "late", "x");
        assertThat(store.state().recall(Topic.CREATED, "late")).isEmpty();
    }

    @Test
    void writes_again_when_the_database_is_back() {
        String url = Databases.SQLITE.fresh();
        try (Store store = Databases.open(url, now::get)) {
            Samples.execute(store, "ALTER TABLE sync_state RENAME TO away");
            assertThat(store.state().recall(Topic.CREATED, "never")).isEmpty();
            store.state().remember(Topic.CREATED, "a", "b");
            Samples.execute(store, "ALTER TABLE away RENAME TO sync_state");
        }
        try (Store store = Databases.open(url, now::get)) {
            assertThat(store.state().recall(Topic.CREATED, "a")).contains("b");
        }
    }
}
