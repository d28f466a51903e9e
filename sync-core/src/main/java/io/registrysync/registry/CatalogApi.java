package io.registrysync.registry;

import io.registrysync.oci.RepositoryName;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** The one list that registries without an interface of their own have (distribution, "Catalog"). */
final class CatalogApi implements Management {
    private final Endpoint endpoint;

    CatalogApi(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public Stream<RepositoryName> repositories(Call.Caller caller) {
        String host = endpoint.host().name();
        if (!Flavor.of(endpoint.host()).offersCatalog()) {
            throw Management.notOffered(
                    "list repositories", host, "this registry does not offer a list of all repositories");
        }
        URI first = endpoint.address("_catalog?n=" + Pages.PAGE_SIZE);
        Call call = Call.of("list repositories", host, "GET", first, endpoint.answerLimit(0), caller)
                .scopes(List.of("registry:catalog:*"));
        return new Pages(endpoint, call, "repositories")
                .stream().filter(RepositoryName::isValid).map(RepositoryName::new);
    }

    @Override
    public Stream<RepositoryName> repositories(RepositoryName project, Call.Caller caller) {
        String prefix = project + "/";
        return repositories(caller).filter(name -> name.path().startsWith(prefix));
    }

    /** What stands before the first slash. A repository without one is in no project. */
    @Override
    public Stream<String> projects(Call.Caller caller) {
        return repositories(caller)
                .map(RepositoryName::path)
                .filter(path -> path.indexOf('/') > 0)
                .map(path -> path.substring(0, path.indexOf('/')))
                .distinct();
    }
}
