package io.registrysync.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.registrysync.store.KeyRing;
import io.registrysync.store.Login;
import io.registrysync.store.LoginHistoryStore;
import io.registrysync.store.Page;
import io.registrysync.store.SessionStore.Limits;
import io.registrysync.store.Store;
import io.registrysync.store.User;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class SignInTest {
    private static final Visitor STRANGER = new Visitor("203.0.113.7", "test", false);
    private static final Visitor CONSOLE = new Visitor("127.0.0.1", "test", true);
    private static final SecuritySettings SETTINGS = new SecuritySettings(
            true,
            false,
            List.of(),
            null,
            null,
            Duration.ofHours(1),
            Duration.ofHours(12),
            Duration.ofDays(7),
            5,
            Duration.ofMinutes(5),
            8,
            true);
    private static final Passwords PASSWORDS = new Passwords(8);

    /** {@code good-enough} with cost 4, as another program made it. */
    private static final String CHEAP = new BCryptPasswordEncoder(4).encode("good-enough");

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private Store store;
    private SignIn signIn;

    @BeforeEach
    void open() {
        store = Store.at("jdbc:sqlite:" + folder.resolve("test.db"))
                .keys(KeyRing.inFile(folder.resolve("key")))
                .clock(now::get)
                .open();
        signIn = new SignIn(store, PASSWORDS, SETTINGS, now::get);
        store.users().add(new User.Entry("alice", "", "", User.Role.ADMIN, true), CHEAP, false);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void slows_down_and_then_waits_five_minutes_after_five_failures() {
        for (int i = 0; i < 3; i++) {
            assertThat(waitAfter("alice", STRANGER)).isZero();
        }
        assertThat(waitAfter("alice", STRANGER)).isEqualTo(1);
        passes(1);
        assertThat(waitAfter("alice", STRANGER)).isZero();
        assertThat(waitAfter("alice", STRANGER)).isEqualTo(2);
        passes(2);
        assertThat(waitAfter("alice", STRANGER)).isZero();
        assertThatExceptionOfType(SignInException.class)
                .isThrownBy(() -> signIn.enter("ALICE", "good-enough", STRANGER))
                .returns(300L, SignInException::waitSeconds);
        passes(299);
        assertThat(waitAfter("alice", STRANGER)).isEqualTo(1);
        passes(1);
        assertThat(signIn.enter("alice", "good-enough", STRANGER).username()).isEqualTo("alice");
        assertThat(waitAfter("alice", STRANGER)).isZero();
        assertThat(store.logins()
                        .list(LoginHistoryStore.Filter.ALL, new Page.Slice(0, 100))
                        .items())
                .extracting(Login::outcome)
                .containsOnlyOnce(Login.Outcome.SUCCEEDED)
                .filteredOn(Login.Outcome.FAILED::equals)
                .hasSize(6);
    }

    @Test
    void says_the_same_of_users_who_do_not_exist() {
        store.users().add(new User.Entry("gone", "", "", User.Role.ADMIN, false), CHEAP, false);
        List<String> messages = List.of(
                message("nobody", "good-enough"), message("alice", "wrong-one"), message("gone", "good-enough"));
        assertThat(messages).containsOnly("the user name or the password is wrong");
        for (int i = 0; i < 2; i++) {
            waitAfter("nobody", STRANGER);
            waitAfter("alice", STRANGER);
        }
        assertThat(message("nobody", "x")).isEqualTo(message("alice", "x")).contains("try again in 1 s");
    }

    @Test
    void lets_the_console_in_while_strangers_fail() {
        for (int i = 0; i < 10; i++) {
            waitAfter("alice", STRANGER);
            passes(2);
        }
        assertThat(waitAfter("alice", STRANGER)).isPositive();
        assertThat(signIn.enter("alice", "good-enough", CONSOLE).username()).isEqualTo("alice");
    }

    @Test
    void stops_an_address_that_tries_many_users() {
        for (int i = 0; i < 20; i++) {
            waitAfter("user-" + i, STRANGER);
            passes(2);
        }
        assertThat(message("alice", "good-enough")).startsWith("too many failed sign-ins");
        Visitor other = new Visitor("203.0.113.8", "test", false);
        assertThat(signIn.enter("alice", "good-enough", other).username()).isEqualTo("alice");
    }

    @Test
    void hashes_again_what_was_hashed_cheaply() {
        long id = signIn.enter("alice", "good-enough", STRANGER).id();
        assertThat(store.users().passwordHash(id)).startsWith("$2b$12$");
        assertThat(signIn.enter("alice", "good-enough", STRANGER).id()).isEqualTo(id);
    }

    @Test
    void ends_other_sessions_when_the_password_changes() {
        User alice = signIn.enter("alice", "good-enough", STRANGER);
        var limits = new Limits(Duration.ofHours(1), Duration.ofHours(12));
        long own = store.sessions().open(alice.id(), "a", limits, Optional.empty(), Duration.ofDays(7), "", "");
        store.sessions().open(alice.id(), "b", limits, Optional.empty(), Duration.ofDays(7), "", "");
        Identity identity = Identity.session(alice, own);
        assertThatExceptionOfType(SignInException.class)
                .isThrownBy(() -> signIn.changePassword(identity, "wrong-one", "another-one", STRANGER));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signIn.changePassword(identity, "good-enough", "good-enough", STRANGER));
        signIn.changePassword(identity, "good-enough", "another-one", STRANGER);
        assertThat(store.sessions().list()).extracting(session -> session.id()).containsExactly(own);
    }

    @Test
    void refuses_passwords_that_are_short_or_long_or_the_user_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PASSWORDS.hash("seven77", "alice"))
                .withMessage("a password has 8 characters or more");
        assertThatIllegalArgumentException().isThrownBy(() -> PASSWORDS.hash("é".repeat(37), "alice"));
        assertThatIllegalArgumentException().isThrownBy(() -> PASSWORDS.hash("Administrator", "administrator"));
        String longest = "é".repeat(36);
        String hash = PASSWORDS.hash(longest, "alice");
        assertThat(PASSWORDS.matches(longest, hash)).isTrue();
        assertThat(PASSWORDS.matches(longest + "x", hash)).isFalse();
        assertThat(PASSWORDS.matches(longest, hash.replace("$2b$", "$2a$"))).isTrue();
    }

    @Test
    void makes_an_administrator_only_where_there_is_nobody() {
        new FirstAdmin(store, PASSWORDS).ensure(Optional.of("good-enough"));
        assertThat(store.users().list()).extracting(User::username).containsExactly("alice");
    }

    @Test
    void makes_one_administrator_where_nodes_start_at_once() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try (Store empty = Store.at("jdbc:sqlite:" + folder.resolve("empty.db"))
                .keys(KeyRing.inFile(folder.resolve("key")))
                .open()) {
            CyclicBarrier start = new CyclicBarrier(4);
            List<Callable<Boolean>> starts = Collections.nCopies(4, () -> {
                start.await();
                new FirstAdmin(empty, PASSWORDS).ensure(Optional.empty());
                return true;
            });
            for (Future<Boolean> started : nodes.invokeAll(starts)) {
                assertThat(started.get()).isTrue();
            }
            assertThat(empty.users().list())
                    .singleElement()
                    .returns("admin", User::username)
                    .returns(true, User::mustChangePassword);
        } finally {
            nodes.shutdownNow();
        }
    }

    private void passes(long seconds) {
        now.updateAndGet(time -> time.plusSeconds(seconds));
    }

    /** Fails, and says for how long it was sent away without a look at the password. */
    private long waitAfter(String username, Visitor visitor) {
        try {
            signIn.enter(username, "wrong-one", visitor);
            throw new AssertionError("came in");
        } catch (SignInException refused) {
            return refused.waitSeconds();
        }
    }

    private String message(String username, String password) {
        try {
            signIn.enter(username, password, STRANGER);
            throw new AssertionError("came in");
        } catch (SignInException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
