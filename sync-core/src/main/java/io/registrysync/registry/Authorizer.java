package io.registrysync.registry;

import io.registrysync.oci.RegistryHost;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows how one registry wants to be asked: not at all, by Basic, or with tokens from its token server. Learns it from
 * the first 401 and then sends the right header with every request.
 *
 * <p>Credentials go to the registry's own origin, and to a token server only if that is on the same host, is known to
 * belong to the registry, or was named by the user. A registry cannot have a password sent elsewhere by naming a foreign
 * realm.
 */
final class Authorizer {
    /**
     * What the user set.
     *
     * @param tokenServers hosts, besides the registry's own, that are trusted with the credentials
     * @param answerLimit  how long a token server may take
     */
    record Settings(RegistryHost host, CredentialSource credentials, Set<String> tokenServers, Duration answerLimit) {}

    /** A header, and the token that it carries, if any. */
    record Authorization(String header, BearerTokens.@Nullable Token token) {}

    private enum Scheme {
        UNKNOWN,
        BASIC,
        BEARER
    }

    private final Origin registry;
    private final Settings settings;
    private final BearerTokens tokens;
    private final Object lookup = new Object();
    private volatile @Nullable Credentials credentials;
    private volatile Scheme scheme = Scheme.UNKNOWN;
    private volatile BearerTokens.@Nullable Server server;

    Authorizer(Origin registry, Settings settings, HttpCalls calls, InstantSource clock) {
        this.registry = registry;
        this.settings = settings;
        this.tokens = new BearerTokens(calls, clock, settings.answerLimit());
    }

    /** The header for a request that needs {@code scopes}; empty as long as the registry has not asked for one. */
    Optional<Authorization> authorization(List<String> scopes, Call.Caller caller) {
        Credentials known = credentials();
        if (known instanceof Credentials.BearerToken bearer && scheme == Scheme.BEARER) {
            return Optional.of(new Authorization("Bearer " + bearer.token(), null));
        }
        BearerTokens.Server tokenServer = server;
        if (scheme == Scheme.BEARER && tokenServer != null) {
            BearerTokens.Token token = tokens.token(tokenServer, known, scopes, caller);
            return Optional.of(new Authorization("Bearer " + token.value(), token));
        }
        if (scheme == Scheme.BASIC && known instanceof Credentials.Basic basic) {
            return Optional.of(new Authorization(basic.header(), null));
        }
        return Optional.empty();
    }

    /**
     * Learns from a 401.
     *
     * @param from the address that sent it
     * @param sent what the refused request carried
     * @return whether another try has a chance
     */
    boolean learn(List<Challenge> challenges, URI from, Optional<Authorization> sent, List<String> scopes) {
        Optional<Challenge> bearer = Challenge.find(challenges, "bearer")
                .filter(c -> c.parameter("realm").isPresent());
        if (bearer.isPresent()) {
            return learnBearer(bearer.get(), from, sent, scopes);
        }
        boolean basic = Challenge.find(challenges, "basic").isPresent();
        if (basic && sent.isEmpty() && credentials() instanceof Credentials.Basic) {
            scheme = Scheme.BASIC;
            return true;
        }
        return false;
    }

    /** The credentials of this registry, looked up once. */
    Credentials credentials() {
        Credentials known = credentials;
        if (known == null) {
            synchronized (lookup) {
                known = credentials;
                if (known == null) {
                    known = settings.credentials().credentials(settings.host());
                    credentials = known;
                }
            }
        }
        return known;
    }

    /** How the registry wants to be asked, as far as it has said: {@code none}, {@code basic} or {@code token}. */
    String kind() {
        return switch (scheme) {
            case UNKNOWN -> "none";
            case BASIC -> "basic";
            case BEARER -> "token";
        };
    }

    /** The service for which the registry wants tokens; empty where it wants none, or has not said. */
    String service() {
        BearerTokens.Server tokenServer = server;
        return tokenServer == null ? "" : tokenServer.service();
    }

    private boolean learnBearer(Challenge challenge, URI from, Optional<Authorization> sent, List<String> scopes) {
        if (credentials() instanceof Credentials.BearerToken && sent.isPresent()) {
            return false;
        }
        String name = registry.toString();
        String realmText = challenge.parameter("realm").orElse("");
        URI realm = Locations.resolve("authenticate", name, from, realmText);
        requireTrust(realm, name);
        server = new BearerTokens.Server(realm, challenge.parameter("service").orElse(""), name);
        scheme = Scheme.BEARER;
        BearerTokens.Token refused = sent.map(Authorization::token).orElse(null);
        if (refused != null) {
            tokens.discard(refused);
            // The registry may want more than we thought, but only what it says itself, and only once.
            List<String> wanted = new ArrayList<>(
                    List.of(challenge.parameter("scope").orElse("").split(" ")));
            wanted.removeIf(scope -> scope.isBlank() || scopes.contains(scope));
            tokens.addScopes(scopes, wanted);
        }
        return true;
    }

    private void requireTrust(URI realm, String name) {
        Origin realmOrigin = Origin.of(realm);
        if (credentials() instanceof Credentials.Anonymous
                || realmOrigin.host().equals(registry.host())
                || settings.tokenServers().contains(realmOrigin.host())
                || Flavor.of(settings.host()).trustsTokenServer(realmOrigin.host())) {
            return;
        }
        throw new RegistryException(
                RegistryException.Kind.ACCESS_DENIED,
                "authenticate",
                name,
                "the registry wants the credentials sent to another host, " + realmOrigin + " (realm)",
                401,
                List.of(),
                false,
                null);
    }
}
