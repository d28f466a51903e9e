package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrysync.store.StoreException.Kind;
import io.registrysync.store.User.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UserStoreTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));

    @Test
    void refuses_what_it_could_not_keep_as_it_is() {
        for (String text : List.of("two\nlines", "\u001b[31m", "\u009b31m", "nul\0", "x".repeat(301))) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> new User.Entry("a", text, "", Role.VIEWER, true))
                    .withMessageContaining("display name");
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> new User.Entry("a", "", text, Role.VIEWER, true))
                    .withMessageContaining("e-mail address");
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> new User.Entry(text, "", "", Role.VIEWER, true))
                    .withMessageContaining("user name");
        }
        assertThat(new User.Entry("a", "Ünï \ud83d\ude80 <b>", "", Role.VIEWER, true).displayName())
                .isEqualTo("Ünï \ud83d\ude80 <b>");
    }

    @ParameterizedTest
    @EnumSource
    void finds_a_user_in_whatever_case_and_never_shows_the_hash(Databases databases) {
        try (Store store = databases.open(now::get)) {
            long id = store.users().add(entry("Müller", Role.ADMIN, true), "$2b$12$canary", true);
            User user = store.users().named("mÜLLER").orElseThrow();
            assertThat(user.id()).isEqualTo(id);
            assertThat(user.username()).isEqualTo("Müller");
            assertThat(user.mustChangePassword()).isTrue();
            assertThat(user.toString()).doesNotContain("canary");
            assertThat(store.users().passwordHash(id)).isEqualTo("$2b$12$canary");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.users().add(entry("MÜLLER", Role.VIEWER, true), "x", false))
                    .returns(Kind.NAME_TAKEN, StoreException::kind);
            assertThat(store.users().named("'; --")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keeps_the_last_active_administrator(Databases databases) {
        try (Store store = databases.open(now::get)) {
            long admin = store.users().add(entry("root", Role.ADMIN, true), "h", false);
            store.users().add(entry("sleeping", Role.ADMIN, false), "h", false);
            long viewer = store.users().add(entry("viewer", Role.VIEWER, true), "h", false);
            refused(() -> store.users().delete(admin));
            refused(() -> store.users().update(admin, 1, entry("root", Role.OPERATOR, true)));
            refused(() -> store.users().update(admin, 1, entry("root", Role.ADMIN, false)));
            assertThat(store.users()
                            .update(admin, 1, entry("root2", Role.ADMIN, true))
                            .username())
                    .isEqualTo("root2");

            store.users().update(viewer, 1, entry("viewer", Role.ADMIN, true));
            store.users().delete(admin);
            refused(() -> store.users().delete(viewer));
            assertThat(store.users().list()).extracting(User::username).containsExactly("sleeping", "viewer");
        }
    }

    private static void refused(Runnable change) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(change::run)
                .withMessage("this is the last active administrator; make another user an administrator first")
                .returns(Kind.WRONG_STATE, StoreException::kind);
    }

    @ParameterizedTest
    @EnumSource
    void keeps_one_administrator_where_all_remove_each_other_at_once(Databases databases) throws Exception {
        int admins = 4;
        ExecutorService executor = Executors.newFixedThreadPool(admins);
        try (Store store = databases.open(now::get)) {
            for (int round = 0; round < 5; round++) {
                List<Long> ids = new ArrayList<>();
                for (int i = 0; i < admins; i++) {
                    ids.add(store.users().add(entry("admin-" + round + "-" + i, Role.ADMIN, true), "h", false));
                }
                store.users().list().stream()
                        .filter(user -> !ids.contains(user.id()))
                        .forEach(user -> store.users().delete(user.id()));
                CyclicBarrier start = new CyclicBarrier(admins);
                List<Future<Boolean>> removed = new ArrayList<>();
                for (long id : ids) {
                    Callable<Boolean> removal = () -> {
                        start.await();
                        return removed(store, id);
                    };
                    removed.add(executor.submit(removal));
                }
                int gone = 0;
                for (Future<Boolean> result : removed) {
                    gone += result.get() ? 1 : 0;
                }
                assertThat(gone).isEqualTo(admins - 1);
                assertThat(store.users().list()).filteredOn(User::isActiveAdmin).hasSize(1);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static boolean removed(Store store, long id) {
        try {
            store.users().update(id, 1, entry("was-admin-" + id, Role.VIEWER, true));
            return true;
        } catch (StoreException refused) {
            assertThat(refused.kind()).isEqualTo(Kind.WRONG_STATE);
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void changes_passwords_and_notes_logins(Databases databases) {
        try (Store store = databases.open(now::get)) {
            long id = store.users().add(entry("alice", Role.VIEWER, true), "h1", true);
            store.users().setPassword(id, "h2", false);
            assertThat(store.users().get(id).mustChangePassword()).isFalse();
            store.users().rehash(id, "h1", "late");
            assertThat(store.users().passwordHash(id)).isEqualTo("h2");
            store.users().rehash(id, "h2", "better");
            assertThat(store.users().passwordHash(id)).isEqualTo("better");
            store.users().loggedIn(id);
            assertThat(store.users().get(id).lastLoginAt()).contains(now.get());
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.users().update(id, 1, entry("alice", Role.ADMIN, true)))
                    .returns(Kind.CHANGED, StoreException::kind);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lets_tokens_do_no_more_than_their_user(Databases databases) {
        try (Store store = databases.open(now::get)) {
            store.users().add(entry("root", Role.ADMIN, true), "h", false);
            long id = store.users().add(entry("alice", Role.OPERATOR, true), "h", false);
            long token = store.tokens().add(id, "ci", "hash-1", Role.ADMIN, Optional.empty());
            store.tokens()
                    .add(
                            id,
                            "look",
                            "hash-2",
                            Role.VIEWER,
                            Optional.of(now.get().plusSeconds(60)));
            assertThat(store.tokens().use("hash-1").orElseThrow().role()).isEqualTo(Role.OPERATOR);
            assertThat(store.tokens().use("hash-2").orElseThrow().role()).isEqualTo(Role.VIEWER);
            assertThat(store.tokens().use("hash-3")).isEmpty();

            now.updateAndGet(time -> time.plusSeconds(60));
            assertThat(store.tokens().use("hash-2")).isEmpty();
            assertThat(store.tokens().list(id)).hasSize(2);
            store.users().update(id, 1, entry("alice", Role.OPERATOR, false));
            assertThat(store.tokens().use("hash-1")).isEmpty();
            store.users().update(id, 2, entry("alice", Role.OPERATOR, true));
            store.tokens().delete(token);
            assertThat(store.tokens().use("hash-1")).isEmpty();
            store.users().delete(id);
            assertThat(store.tokens().list()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void notes_the_use_of_a_token_once_a_minute(Databases databases) {
        try (Store store = databases.open(now::get)) {
            long id = store.users().add(entry("alice", Role.OPERATOR, true), "h", false);
            store.tokens().add(id, "ci", "hash", Role.VIEWER, Optional.empty());
            Instant first = now.get();
            store.tokens().use("hash");
            now.updateAndGet(time -> time.plus(Duration.ofSeconds(59)));
            store.tokens().use("hash");
            assertThat(store.tokens().list().get(0).lastUsedAt()).contains(first);
            now.updateAndGet(time -> time.plus(Duration.ofSeconds(1)));
            store.tokens().use("hash");
            assertThat(store.tokens().list().get(0).lastUsedAt()).contains(first.plusSeconds(60));
        }
    }

    private static User.Entry entry(String name, Role role, boolean active) {
        return new User.Entry(name, "", "", role, active);
    }
}
