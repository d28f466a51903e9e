package io.registrysync.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.registrysync.oci.Digest;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Harbor's own interface, version 2.0, on the registry's origin. It takes user and password with each request. */
final class HarborApi implements Management {
    private final Endpoint endpoint;

    HarborApi(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** By way of the projects: Harbor opens the catalog to system administrators only (goharbor/harbor #7898). */
    @Override
    public Stream<RepositoryName> repositories(Call.Caller caller) {
        return projects(caller)
                .filter(RepositoryName::isValid)
                .flatMap(project -> repositories(new RepositoryName(project), caller));
    }

    @Override
    public Stream<RepositoryName> repositories(RepositoryName project, Call.Caller caller) {
        String prefix = project + "/";
        String path = "projects/" + encode(projectOf(project)) + "/repositories?";
        return list(call("list repositories", project.path(), "GET", path, caller))
                .map(repository -> repository.path("name").asText())
                .filter(name -> name.startsWith(prefix) && RepositoryName.isValid(name))
                .map(RepositoryName::new);
    }

    @Override
    public Stream<String> projects(Call.Caller caller) {
        return list(call("list projects", endpoint.host().name(), "GET", "projects?", caller))
                .map(project -> project.path("name").asText())
                .filter(name -> !name.isEmpty())
                .distinct();
    }

    @Override
    public Optional<Boolean> hasProject(RepositoryName project, Call.Caller caller) {
        String path = "projects?project_name=" + encode(project.path());
        Call head = call("look for project", project.path(), "HEAD", path, caller)
                .expecting(status -> status == 200 || status == 401 || status == 403 || status == 404);
        try (Response response = endpoint.calls().send(head)) {
            return switch (response.status()) {
                case 200 -> Optional.of(true);
                case 404 -> Optional.of(false);
                default -> Optional.empty();
            };
        }
    }

    @Override
    public void createProject(RepositoryName project, Call.Caller caller) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("project_name", project.path());
        // A word, not a truth value: so has Harbor's ProjectMetadata.
        json.putObject("metadata").put("public", "false");
        Call post = call("create project", project.path(), "POST", "projects", caller)
                .header("Content-Type", "application/json")
                .body(RequestBody.of(json.toString().getBytes(StandardCharsets.UTF_8)))
                // 409: it exists, perhaps since a request whose answer was lost.
                .expecting(status -> status == 201 || status == 409);
        endpoint.calls().send(post).close();
    }

    @Override
    public Map<Tag, Instant> pushTimes(RepositoryName repository, Call.Caller caller) {
        Map<Tag, Instant> times = new LinkedHashMap<>();
        artifacts("list push times", repository, "with_tag=true", caller)
                .flatMap(artifact -> artifact.path("tags").valueStream())
                .forEach(tag -> PushTime.of(tag, List.of("push_time"))
                        .ifPresent(time -> times.put(time.tag(), time.instant())));
        return times;
    }

    /**
     * From what Harbor keeps of each configuration since the image was pushed. The images of an index are in its list
     * only where everything is asked for ({@code base=*}; goharbor/harbor src/pkg/artifact/dao/dao.go).
     */
    @Override
    public Map<Digest, Instant> createdTimes(RepositoryName repository, Call.Caller caller) {
        HarborImages images = new HarborImages();
        artifacts("list images", repository, "with_tag=false&q=" + encode("base=*"), caller)
                .forEach(images::add);
        return images.createdTimes();
    }

    /** Nothing where they are not for us to see, or in no project. */
    private Stream<JsonNode> artifacts(
            String operation, RepositoryName repository, String parameters, Call.Caller caller) {
        String project = projectOf(repository);
        if (project.equals(repository.path())) {
            return Stream.empty();
        }
        // Encoded twice, because Harbor's router decodes a slash before it looks at the path.
        String name = encode(encode(repository.path().substring(project.length() + 1)));
        String path = "projects/" + encode(project) + "/repositories/" + name + "/artifacts?" + parameters + "&";
        return list(call(operation, endpoint.host() + "/" + repository, "GET", path, caller)
                .expecting(status -> status == 200 || status == 401 || status == 403 || status == 404));
    }

    private Stream<JsonNode> list(Call first) {
        String address = first.uri() + "page_size=" + NumberedPages.PAGE_SIZE + "&page=";
        return NumberedPages.stream(endpoint, number -> first.at(URI.create(address + number)), HarborApi::page);
    }

    private static NumberedPages.Page page(JsonNode answer, Response head, int number) {
        List<JsonNode> entries = answer.valueStream().filter(JsonNode::isObject).toList();
        long seen = (number - 1L) * NumberedPages.PAGE_SIZE + entries.size();
        boolean more = head.header("X-Total-Count")
                .filter(total -> total.matches("[0-9]{1,9}"))
                .map(total -> seen < Long.parseLong(total))
                .orElseGet(() -> head.header("Link").flatMap(Pages::nextOf).isPresent()
                        || entries.size() >= NumberedPages.PAGE_SIZE);
        return new NumberedPages.Page(entries, more && !entries.isEmpty());
    }

    private Call call(String operation, String name, String method, String path, Call.Caller caller) {
        Call call = Call.of(
                        operation, name, method, endpoint.beside("api/v2.0/" + path), endpoint.answerLimit(0), caller)
                // A project whose name is a number is not meant by its id.
                .header("X-Is-Resource-Name", "true");
        return endpoint.calls().authorizer().credentials() instanceof Credentials.Basic basic
                ? call.header("Authorization", basic.header())
                : call;
    }

    private static String projectOf(RepositoryName name) {
        return name.path().replaceFirst("/.*", "");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
