package io.registrysync.spring.security;

import io.registrysync.store.Login;
import io.registrysync.store.Store;
import io.registrysync.store.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Looks at passwords. What it says, and how long it takes, is the same for a user who does not exist, is not active or gave
 * the wrong password. Counts failures of accounts and of addresses in the store, so for all nodes together. Safe for use by
 * several threads.
 */
public final class SignIn {
    /** An address may belong to many people. */
    private static final int ADDRESS_FACTOR = 4;

    /** Hashing is dear. Two at once are enough for people; it also bounds how many tries slip in beside the count. */
    private static final int AT_ONCE = 2;

    private static final Duration QUEUE = Duration.ofSeconds(10);
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final Store store;
    private final Passwords passwords;
    private final InstantSource clock;
    private final SignInDelay perUser;
    private final SignInDelay perAddress;
    private final Duration window;
    private final Semaphore desks = new Semaphore(AT_ONCE, true);
    private final Trickle notes;

    SignIn(Store store, Passwords passwords, SecuritySettings settings, InstantSource clock) {
        this.store = store;
        this.passwords = passwords;
        this.clock = clock;
        this.perUser = new SignInDelay(settings.maxLoginAttempts(), settings.lockoutDuration());
        this.perAddress = new SignInDelay(settings.maxLoginAttempts() * ADDRESS_FACTOR, settings.lockoutDuration());
        this.window = WINDOW.compareTo(settings.lockoutDuration()) > 0 ? WINDOW : settings.lockoutDuration();
        this.notes = new Trickle(clock);
    }

    /**
     * Lets somebody in.
     *
     * @throws SignInException where not
     */
    public User enter(String username, String password, Visitor visitor) {
        User user = checked(username, password, visitor);
        note(username, visitor, Login.Outcome.SUCCEEDED);
        store.users().loggedIn(user.id());
        return user;
    }

    /**
     * Changes the password of whoever knows it. All other sessions of the user end.
     *
     * @throws SignInException          where the current one is wrong
     * @throws IllegalArgumentException where the new one is not good enough
     */
    public void changePassword(Identity identity, String current, String next, Visitor visitor) {
        User user = checked(identity.username(), current, visitor);
        if (current.equals(next)) {
            throw new IllegalArgumentException("the new password is another one than the current one");
        }
        store.users().setPassword(user.id(), passwords.hash(next, user.username()), false);
        store.sessions().endAll(user.id(), identity.sessionId());
    }

    private User checked(String username, String password, Visitor visitor) {
        boolean isServed = false;
        try {
            isServed = desks.tryAcquire(QUEUE.toMillis(), TimeUnit.MILLISECONDS);
            if (!isServed) {
                throw SignInException.wait(QUEUE);
            }
            requirePatience(username, visitor);
            return compared(username, password, visitor);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw SignInException.wait(QUEUE);
        } finally {
            if (isServed) {
                desks.release();
            }
        }
    }

    private void requirePatience(String username, Visitor visitor) {
        Instant now = clock.instant();
        Instant since = now.minus(window);
        Duration left = perAddress.left(store.logins().ofAddress(visitor.address(), since), now);
        // Who sits at the machine itself is not kept out by what others do to the account.
        if (!visitor.isConsole()) {
            Duration ofUser = perUser.left(store.logins().ofUser(username, since), now);
            left = ofUser.compareTo(left) > 0 ? ofUser : left;
        }
        if (left.compareTo(Duration.ZERO) > 0) {
            if (notes.passes()) {
                note(username, visitor, Login.Outcome.LOCKED);
            }
            throw SignInException.wait(left);
        }
    }

    private User compared(String username, String password, Visitor visitor) {
        Optional<User> user = store.users().named(username);
        String hash = user.map(known -> store.users().passwordHash(known.id())).orElseGet(passwords::nobodys);
        if (!passwords.matches(password, hash) || user.isEmpty()) {
            note(username, visitor, Login.Outcome.FAILED);
            throw SignInException.wrong();
        }
        User known = user.get();
        if (!known.entry().active()) {
            note(username, visitor, Login.Outcome.INACTIVE);
            throw SignInException.wrong();
        }
        if (passwords.isOutdated(hash)) {
            store.users().rehash(known.id(), hash, passwords.rehash(password));
        }
        return known;
    }

    private void note(String username, Visitor visitor, Login.Outcome outcome) {
        store.logins().append(username, visitor.address(), visitor.userAgent(), outcome);
    }
}
