package io.registrysync.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Docker Hub's own interface, on a host of its own. Public repositories are listed to everybody; who has a user name and
 * a password or access token gets a token for them there and sees private ones too.
 */
final class HubApi implements Management {
    /** Tokens are good for ten minutes. */
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(9);

    /** The namespace of the official images. */
    private static final String OFFICIAL = "library";

    private static final int MAX_ANSWER = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Endpoint endpoint;
    private final URI hub;
    private final InstantSource clock;
    private String token = "";
    private Instant tokenUntil = Instant.MIN;

    HubApi(Endpoint endpoint, URI hub, InstantSource clock) {
        this.endpoint = endpoint;
        this.hub = hub;
        this.clock = clock;
    }

    @Override
    public Stream<RepositoryName> repositories(Call.Caller caller) {
        throw Management.notOffered(
                "list repositories", endpoint.host().name(), "Docker Hub lists the repositories of a namespace only");
    }

    @Override
    public Stream<RepositoryName> repositories(RepositoryName project, Call.Caller caller) {
        String name = endpoint.host() + "/" + project;
        if (project.path().indexOf('/') >= 0) {
            // Nothing is beneath a repository at Docker Hub.
            return Stream.empty();
        }
        Call call = call("list repositories", name, "/v2/namespaces/" + project + "/repositories", caller);
        return list(call, caller)
                .map(repository -> project + "/" + repository.path("name").asText())
                .filter(RepositoryName::isValid)
                .map(RepositoryName::new);
    }

    /** Docker Hub has no list of them. That of the login is known, and that of the official images. */
    @Override
    public Stream<String> projects(Call.Caller caller) {
        Stream<String> own = endpoint.calls().authorizer().credentials() instanceof Credentials.Basic basic
                ? Stream.of(basic.username().toLowerCase(Locale.ROOT)).filter(RepositoryName::isValid)
                : Stream.empty();
        return Stream.concat(own, Stream.of(OFFICIAL)).distinct();
    }

    @Override
    public Map<Tag, Instant> pushTimes(RepositoryName repository, Call.Caller caller) {
        String path = repository.path();
        int slash = path.indexOf('/');
        if (slash < 0) {
            return Map.of();
        }
        Call call = call(
                        "list push times",
                        endpoint.host() + "/" + path,
                        "/v2/namespaces/" + path.substring(0, slash) + "/repositories/" + path.substring(slash + 1)
                                + "/tags",
                        caller)
                .expecting(status -> status == 200 || status == 401 || status == 403 || status == 404);
        Map<Tag, Instant> times = new LinkedHashMap<>();
        list(call, caller)
                .forEach(tag -> PushTime.of(tag, List.of("tag_last_pushed", "last_updated"))
                        .ifPresent(time -> times.put(time.tag(), time.instant())));
        return times;
    }

    private Stream<JsonNode> list(Call first, Call.Caller caller) {
        String address = first.uri() + "?page_size=" + NumberedPages.PAGE_SIZE + "&page=";
        return NumberedPages.stream(
                endpoint,
                number -> {
                    Call call = first.at(URI.create(address + number));
                    return token(caller)
                            .map(value -> call.header("Authorization", "Bearer " + value))
                            .orElse(call);
                },
                HubApi::page);
    }

    private static NumberedPages.Page page(JsonNode answer, Response head, int number) {
        List<JsonNode> entries =
                answer.path("results").valueStream().filter(JsonNode::isObject).toList();
        boolean more = !answer.path("next").asText("").isEmpty() && !entries.isEmpty();
        return new NumberedPages.Page(entries, more);
    }

    /** A token for user and password; empty for who has none. */
    private synchronized Optional<String> token(Call.Caller caller) {
        if (!(endpoint.calls().authorizer().credentials() instanceof Credentials.Basic basic)) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(tokenUntil)) {
            byte[] login = JsonNodeFactory.instance
                    .objectNode()
                    .put("identifier", basic.username())
                    .put("secret", basic.password())
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            Call post = Call.of("authenticate", name(), "POST", at("/v2/auth/token"), endpoint.answerLimit(0), caller)
                    .header("Content-Type", "application/json")
                    .body(RequestBody.of(login));
            token = endpoint.calls()
                    .read(
                            post,
                            response -> JSON.readTree(response.readBody(MAX_ANSWER))
                                    .path("access_token")
                                    .asText());
            if (!token.matches("[!-~]+")) {
                throw RegistryException.invalid("authenticate", name(), "the answer to the login has no token");
            }
            tokenUntil = clock.instant().plus(TOKEN_LIFE);
        }
        return Optional.of(token);
    }

    private Call call(String operation, String name, String path, Call.Caller caller) {
        return Call.of(operation, name, "GET", at(path), endpoint.answerLimit(0), caller);
    }

    private URI at(String path) {
        return URI.create(hub + path);
    }

    private String name() {
        return Origin.of(hub).authority();
    }
}
