package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.store.SessionStore.Limits;
import io.registrysync.store.SessionStore.Remembered;
import io.registrysync.store.SessionStore.Renewal;
import io.registrysync.store.SessionStore.Renewed;
import io.registrysync.store.User.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionStoreTest {
    private static final Limits LIMITS = new Limits(Duration.ofHours(1), Duration.ofHours(12));
    private static final Duration WEEK = Duration.ofDays(7);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));

    @ParameterizedTest
    @EnumSource
    void ends_what_is_not_used_and_what_is_used_too_long(Databases databases) {
        try (Store store = databases.open(now::get)) {
            long user = user(store, "alice");
            open(store, user, "idle");
            open(store, user, "busy");
            for (int i = 0; i < 14; i++) {
                passes(Duration.ofMinutes(50));
                assertThat(store.sessions().use("busy", LIMITS)).isPresent();
                assertThat(store.sessions().find("idle").isPresent()).isEqualTo(i == 0);
            }
            assertThat(store.sessions().use("idle", LIMITS)).isEmpty();
            passes(Duration.ofMinutes(20));
            assertThat(store.sessions().use("busy", LIMITS)).isEmpty();
            assertThat(store.sessions().list()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ends_with_its_user_and_at_a_word(Databases databases) {
        try (Store store = databases.open(now::get)) {
            user(store, "root");
            long alice = user(store, "alice");
            long bob = user(store, "bob");
            long one = open(store, alice, "one");
            long two = open(store, alice, "two");
            open(store, alice, "three");
            open(store, bob, "four");
            assertThat(store.sessions().list(alice)).hasSize(3);
            store.sessions().end(one);
            assertThat(store.sessions().use("one", LIMITS)).isEmpty();
            store.sessions().endAll(alice, two);
            assertThat(store.sessions().list()).extracting(Session::userId).containsExactly(alice, bob);
            store.users().update(alice, 1, new User.Entry("alice", "", "", Role.ADMIN, false));
            assertThat(store.sessions().use("two", LIMITS)).isEmpty();
            store.users().delete(bob);
            assertThat(store.sessions().use("four", LIMITS)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void renews_a_remembered_session_for_a_week_and_changes_both_tokens(Databases databases) {
        try (Store store = databases.open(now::get)) {
            long id = remembered(store, user(store, "alice"));
            passes(Duration.ofHours(13));
            assertThat(store.sessions().use("s0", LIMITS)).isEmpty();
            assertThat(store.sessions().list()).hasSize(1);
            Renewed renewed = renew(store, "r0", "r1", "s1");
            assertThat(renewed.renewal()).isEqualTo(Renewal.RENEWED);
            assertThat(renewed.session().orElseThrow().id()).isEqualTo(id);
            assertThat(store.sessions().use("s0", LIMITS)).isEmpty();
            assertThat(store.sessions().use("s1", LIMITS)).isPresent();
            passes(WEEK.minusHours(13));
            assertThat(renew(store, "r1", "r2", "s2").renewal()).isEqualTo(Renewal.UNKNOWN);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lets_requests_overlap_for_a_minute(Databases databases) {
        try (Store store = databases.open(now::get)) {
            remembered(store, user(store, "alice"));
            renew(store, "r0", "r1", "s1");
            passes(Duration.ofSeconds(59));
            assertThat(renew(store, "r0", "x", "y").renewal()).isEqualTo(Renewal.OVERLAPPED);
            assertThat(store.sessions().use("s1", LIMITS)).isPresent();
            assertThat(store.sessions().use("y", LIMITS)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ends_all_sessions_of_a_user_whose_remembered_token_is_used_twice(Databases databases) {
        try (Store store = databases.open(now::get)) {
            long alice = user(store, "alice");
            long bob = user(store, "bob");
            remembered(store, alice);
            open(store, alice, "elsewhere");
            open(store, bob, "bob");
            renew(store, "r0", "r1", "s1");
            passes(Duration.ofSeconds(61));
            assertThat(renew(store, "r0", "x", "y").renewal()).isEqualTo(Renewal.STOLEN);
            assertThat(store.sessions().list()).extracting(Session::userId).containsExactly(bob);
            assertThat(renew(store, "r1", "r2", "s2").renewal()).isEqualTo(Renewal.UNKNOWN);
        }
    }

    private void passes(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private static long user(Store store, String name) {
        return store.users().add(new User.Entry(name, "", "", Role.ADMIN, true), "h", false);
    }

    private static long open(Store store, long user, String hash) {
        return store.sessions().open(user, hash, LIMITS, Optional.empty(), WEEK, "::1", "test");
    }

    private static long remembered(Store store, long user) {
        return store.sessions()
                .open(user, "s0", LIMITS, Optional.of(new Remembered("series", "r0")), WEEK, "::1", "test");
    }

    private static Renewed renew(Store store, String shown, String next, String session) {
        return store.sessions().renew(new Remembered("series", shown), next, session, LIMITS, "::1", "test");
    }
}
