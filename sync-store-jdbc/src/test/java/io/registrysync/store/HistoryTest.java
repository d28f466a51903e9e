package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.store.Login.Outcome;
import io.registrysync.store.LoginHistoryStore.Failures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HistoryTest {
    private static final Page.Slice FIRST = new Page.Slice(0, 10);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));

    @ParameterizedTest
    @EnumSource
    void counts_failures_of_users_and_addresses(Databases databases) {
        try (Store store = databases.open(now::get)) {
            LoginHistoryStore logins = store.logins();
            Instant begin = now.get();
            logins.append("alice", "10.0.0.1", "", Outcome.FAILED);
            later();
            logins.append("Alice", "10.0.0.1", "", Outcome.SUCCEEDED);
            logins.append("ALICE", "10.0.0.1", "", Outcome.FAILED);
            logins.append("bob", "10.0.0.1", "", Outcome.FAILED);
            logins.append("alice", "10.0.0.2", "", Outcome.LOCKED);

            assertThat(logins.ofUser("aLice", begin)).isEqualTo(new Failures(1, Optional.of(now.get())));
            assertThat(logins.ofAddress("10.0.0.1", begin)).isEqualTo(new Failures(3, Optional.of(now.get())));
            assertThat(logins.ofAddress("10.0.0.1", now.get()).count()).isEqualTo(2);
            assertThat(logins.ofUser("alice", now.get().plusMillis(1))).isEqualTo(new Failures(0, Optional.empty()));
            assertThat(logins.ofUser("nobody", begin).count()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void takes_whatever_a_stranger_sends(Databases databases) {
        try (Store store = databases.open(now::get)) {
            String hostile = "\0'; DROP TABLE sync_login_history; --\n" + "🚢".repeat(1000);
            store.logins().append(hostile, hostile, hostile, Outcome.FAILED);
            store.logins().append("\uFDFA".repeat(400), "", "", Outcome.FAILED);
            assertThat(store.logins().ofUser(hostile, now.get()).count()).isEqualTo(1);
            assertThat(store.logins().ofAddress(hostile, now.get()).count()).isEqualTo(1);
            store.audit().append(hostile, hostile, hostile, hostile, AuditEntry.Outcome.REFUSED, hostile);
            Page<AuditEntry> entries = store.audit().list(AuditStore.Filter.ALL, FIRST);
            assertThat(entries.items().get(0).actor())
                    .hasSizeLessThanOrEqualTo(300)
                    .doesNotContain("\0", "\n");
            Page<Login> logins = store.logins().list(LoginHistoryStore.Filter.ALL, new Page.Slice(1, 10));
            assertThat(logins.total()).isEqualTo(2);
            assertThat(logins.items()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void finds_what_somebody_did(Databases databases) {
        try (Store store = databases.open(now::get)) {
            AuditStore audit = store.audit();
            audit.append("alice", "10.0.0.1", "registry.add", "Harbor 100%", AuditEntry.Outcome.DONE, "");
            later();
            audit.append("bob", "10.0.0.1", "registry.delete", "harbor", AuditEntry.Outcome.REFUSED, "viewer");
            audit.append("alice", "10.0.0.1", "task.run", "nightly", AuditEntry.Outcome.FAILED, "");

            assertThat(audit.list(AuditStore.Filter.ALL, FIRST).items())
                    .extracting(AuditEntry::action)
                    .containsExactly("task.run", "registry.delete", "registry.add");
            assertThat(found(audit, "alice", "", "", Optional.empty())).isEqualTo(2);
            assertThat(found(audit, "", "registry.", "", Optional.empty())).isEqualTo(2);
            assertThat(found(audit, "", "registry_", "", Optional.empty())).isZero();
            assertThat(found(audit, "", "", "HARBOR", Optional.empty())).isEqualTo(2);
            assertThat(found(audit, "", "", "100%", Optional.empty())).isEqualTo(1);
            assertThat(found(audit, "", "", "' OR '1'='1", Optional.empty())).isZero();
            assertThat(found(audit, "", "", "", Optional.of(AuditEntry.Outcome.REFUSED)))
                    .isEqualTo(1);
            AuditStore.Filter before =
                    new AuditStore.Filter("", "", "", Optional.empty(), Optional.empty(), Optional.of(now.get()));
            assertThat(audit.list(before, FIRST).items())
                    .extracting(AuditEntry::subject)
                    .containsExactly("Harbor 100%");
            AuditStore.Filter since =
                    new AuditStore.Filter("", "", "", Optional.empty(), Optional.of(now.get()), Optional.empty());
            assertThat(audit.list(since, new Page.Slice(1, 1)).items())
                    .extracting(AuditEntry::actor)
                    .containsExactly("bob");
        }
    }

    private static long found(
            AuditStore audit, String actor, String action, String subject, Optional<AuditEntry.Outcome> outcome) {
        return audit.list(
                        new AuditStore.Filter(actor, action, subject, outcome, Optional.empty(), Optional.empty()),
                        FIRST)
                .total();
    }

    @ParameterizedTest
    @EnumSource
    void finds_who_came_in(Databases databases) {
        try (Store store = databases.open(now::get)) {
            LoginHistoryStore logins = store.logins();
            logins.append("Alice", "10.0.0.1", "curl", Outcome.SUCCEEDED);
            logins.append("bob", "10.0.0.17", "curl", Outcome.FAILED);
            logins.append("alice%", "192.168.0.1", "curl", Outcome.FAILED);

            assertThat(found(logins, "ALICE", "", Optional.empty())).containsExactly("alice%", "alice");
            assertThat(found(logins, "%", "", Optional.empty())).containsExactly("alice%");
            assertThat(found(logins, "", "10.0.0.1", Optional.empty())).containsExactly("bob", "alice");
            assertThat(found(logins, "", "10.0.0.1", Optional.of(Outcome.FAILED)))
                    .containsExactly("bob");
            assertThat(found(logins, "nobody", "", Optional.empty())).isEmpty();
        }
    }

    private static List<String> found(
            LoginHistoryStore logins, String username, String address, Optional<Outcome> outcome) {
        return logins.list(new LoginHistoryStore.Filter(username, address, outcome), FIRST).items().stream()
                .map(Login::username)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void keeps_settings(Databases databases) {
        try (Store store = databases.open(now::get)) {
            store.settings().put(Map.of("retention.days", "30", "title", "镜像同步"));
            store.settings().put(Map.of("retention.days", "60"));
            assertThat(store.settings().get("retention.days")).contains("60");
            store.settings().remove("retention.days");
            assertThat(store.settings().get("retention.days")).isEmpty();
            assertThat(store.settings().all()).isEqualTo(Map.of("title", "镜像同步"));
        }
    }

    private void later() {
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
    }
}
