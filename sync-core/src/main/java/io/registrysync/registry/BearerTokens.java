package io.registrysync.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Fetches and keeps the bearer tokens of one registry (distribution, "Token Authentication Specification" and "OAuth2
 * Token Authentication"). However many requests need a token for the same scopes, one request is made for it.
 */
final class BearerTokens {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String CLIENT_ID = "registry-sync";
    private static final int MAX_ANSWER = 64 * 1024;
    /** The least life that the specification lets a client assume. */
    private static final long SHORTEST_LIFE_SECONDS = 60;

    /** Where tokens come from. */
    record Server(URI realm, String service, String registry) {}

    /**
     * A token.
     *
     * @param scopes what was asked for
     * @param until  from when on it should no longer be used
     */
    record Token(String value, Set<String> scopes, Instant until) {
        @Override
        public String toString() {
            return "Token" + scopes;
        }
    }

    private final HttpCalls calls;
    private final InstantSource clock;
    private final Duration answerLimit;
    private final Map<Set<String>, Token> tokens = new ConcurrentHashMap<>();
    private final Map<Set<String>, Object> fetching = new ConcurrentHashMap<>();
    private final Map<Set<String>, Set<String>> additions = new ConcurrentHashMap<>();
    private volatile @Nullable String refreshToken;

    BearerTokens(HttpCalls calls, InstantSource clock, Duration answerLimit) {
        this.calls = calls;
        this.clock = clock;
        this.answerLimit = answerLimit;
    }

    /** A token that permits {@code scopes}: a kept one that is wide enough, or a new one. */
    Token token(Server server, Credentials credentials, List<String> scopes, Call.Caller caller) {
        Set<String> wanted = new TreeSet<>(scopes);
        wanted.addAll(additions.getOrDefault(wanted, Set.of()));
        Optional<Token> kept = kept(wanted);
        if (kept.isPresent()) {
            return kept.get();
        }
        synchronized (fetching.computeIfAbsent(wanted, scopeSet -> new Object())) {
            return kept(wanted).orElseGet(() -> {
                Token fresh = fetch(server, credentials, wanted, caller);
                tokens.put(wanted, fresh);
                return fresh;
            });
        }
    }

    /** Forgets a token that the registry refused, unless it has been replaced meanwhile. */
    void discard(Token refused) {
        tokens.values().removeIf(token -> token.equals(refused));
    }

    /** From now on whoever asks for {@code scopes} gets a token that permits {@code more} as well. */
    void addScopes(List<String> scopes, List<String> more) {
        if (!more.isEmpty()) {
            additions
                    .computeIfAbsent(new TreeSet<>(scopes), scopeSet -> ConcurrentHashMap.newKeySet())
                    .addAll(more);
        }
    }

    private Optional<Token> kept(Set<String> wanted) {
        Instant now = clock.instant();
        return tokens.values().stream()
                .filter(token -> token.until().isAfter(now) && token.scopes().containsAll(wanted))
                .findFirst();
    }

    private Token fetch(Server server, Credentials credentials, Set<String> scopes, Call.Caller caller) {
        String refresh = credentials instanceof Credentials.IdentityToken identity ? identity.token() : null;
        if (refresh != null) {
            String current = refreshToken;
            return post(server, scopes, refreshForm(current == null ? refresh : current), caller);
        }
        Call get = call(server, "GET", withQuery(server, scopes, credentials), caller);
        if (credentials instanceof Credentials.Basic basic) {
            get = get.header("Authorization", basic.header());
        }
        Optional<Token> token = calls.read(
                get.expecting(status -> status == 200 || status == 404 || status == 405),
                response -> response.status() == 200 ? Optional.of(read(server, response, scopes)) : Optional.empty());
        if (token.isPresent()) {
            return token.get();
        }
        // A token server that speaks OAuth2 only.
        if (credentials instanceof Credentials.Basic basic) {
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", "password");
            form.put("username", basic.username());
            form.put("password", basic.password());
            return post(server, scopes, form, caller);
        }
        throw RegistryException.invalid("authenticate", server.registry(), "the token server does not answer (404)");
    }

    private static Map<String, String> refreshForm(String refresh) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refresh);
        return form;
    }

    private Token post(Server server, Set<String> scopes, Map<String, String> grant, Call.Caller caller) {
        Map<String, String> form = new LinkedHashMap<>(grant);
        form.put("service", server.service());
        form.put("client_id", CLIENT_ID);
        form.put("scope", String.join(" ", scopes));
        StringJoiner body = new StringJoiner("&");
        form.forEach((name, value) -> body.add(name + "=" + encode(value)));
        Call call = call(server, "POST", server.realm(), caller)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(RequestBody.of(body.toString().getBytes(StandardCharsets.UTF_8)));
        return calls.read(call, response -> read(server, response, scopes));
    }

    private Call call(Server server, String method, URI uri, Call.Caller caller) {
        return Call.of("authenticate", server.registry(), method, uri, answerLimit, caller)
                .lane(HostGate.Lane.TOKEN);
    }

    private static URI withQuery(Server server, Set<String> scopes, Credentials credentials) {
        String realm = server.realm().toString();
        StringJoiner query = new StringJoiner("&", realm + (realm.indexOf('?') < 0 ? "?" : "&"), "");
        if (!server.service().isEmpty()) {
            query.add("service=" + encode(server.service()));
        }
        scopes.forEach(scope -> query.add("scope=" + encode(scope)));
        if (credentials instanceof Credentials.Basic basic) {
            query.add("account=" + encode(basic.username()));
        }
        query.add("client_id=" + CLIENT_ID);
        return URI.create(query.toString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Token read(Server server, Response response, Set<String> scopes) throws IOException {
        String answer = new String(response.readBody(MAX_ANSWER), StandardCharsets.UTF_8);
        String value = null;
        long seconds = SHORTEST_LIFE_SECONDS;
        try (JsonParser json = JSON.createParser(answer)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken token = json.nextToken();
                if (token == JsonToken.VALUE_STRING && (name.equals("token") || name.equals("access_token"))) {
                    value = json.getText();
                } else if (token == JsonToken.VALUE_STRING && name.equals("refresh_token")) {
                    refreshToken = json.getText();
                } else if (token == JsonToken.VALUE_NUMBER_INT
                        && name.equals("expires_in")
                        && json.getTextLength() < 10) {
                    seconds = Math.max(SHORTEST_LIFE_SECONDS, json.getLongValue());
                }
                json.skipChildren();
            }
        } catch (JsonProcessingException unreadable) {
            throw RegistryException.invalid(
                    "authenticate", server.registry(), "the token server's answer cannot be read");
        }
        if (value == null || !isHeaderText(value)) {
            throw RegistryException.invalid("authenticate", server.registry(), "the token server sent no token");
        }
        // Counted from the receipt by our own clock: 'issued_at' depends on the server's.
        long margin = Math.max(5, seconds / 10);
        return new Token(value, Set.copyOf(scopes), clock.instant().plusSeconds(seconds - margin));
    }

    private static boolean isHeaderText(String token) {
        return !token.isEmpty() && token.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }
}
