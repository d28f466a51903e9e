package io.registrysync.spring.security;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who gets in, and how.
 *
 * @param enabled           whether anybody has to sign in at all
 * @param allowAnonymous    whether it may be served without that beyond this machine
 * @param paths             patterns of paths that are ours; empty for what follows from the base path
 * @param adminPassword     of the first administrator; one is made up unless set
 * @param usersFile         users to begin with, with hashes of their passwords
 * @param sessionTimeout    how long a session lasts that is not used
 * @param sessionLimit      how long a session lasts in any case
 * @param rememberMe        how long a browser is remembered where somebody wishes that
 * @param maxLoginAttempts  failures in a row before an account waits
 * @param lockoutDuration   how long it waits then
 * @param passwordMinLength characters that a password has at least
 * @param allowPrivateAddresses whether registries and receivers of messages may be in private networks and on this
 *                          machine
 */
@ConfigurationProperties("registry-sync.security")
public record SecuritySettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("false") boolean allowAnonymous,
        @DefaultValue List<String> paths,
        @Nullable String adminPassword,
        @Nullable Path usersFile,
        @DefaultValue("3600s") Duration sessionTimeout,
        @DefaultValue("12h") Duration sessionLimit,
        @DefaultValue("7d") Duration rememberMe,
        @DefaultValue("5") int maxLoginAttempts,
        @DefaultValue("300s") Duration lockoutDuration,
        @DefaultValue("8") int passwordMinLength,
        @DefaultValue("true") boolean allowPrivateAddresses) {
    /**
     * Checks that none of it opens the door by mistake.
     *
     * @throws IllegalArgumentException where a number makes no sense
     */
    public SecuritySettings {
        paths = List.copyOf(paths);
        if (passwordMinLength < 6 || passwordMinLength > Passwords.MOST_BYTES) {
            throw new IllegalArgumentException(
                    "registry-sync.security.password-min-length is 6 to " + Passwords.MOST_BYTES);
        }
        if (maxLoginAttempts < 3) {
            throw new IllegalArgumentException("registry-sync.security.max-login-attempts is 3 or more");
        }
        for (Duration time : List.of(sessionTimeout, sessionLimit, rememberMe, lockoutDuration)) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("a time below registry-sync.security is above 0");
            }
        }
    }

    @Override
    public String toString() {
        return "SecuritySettings[enabled=" + enabled + ", allowAnonymous=" + allowAnonymous + ", paths=" + paths + "]";
    }
}
