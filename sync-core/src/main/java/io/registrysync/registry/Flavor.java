package io.registrysync.registry;

import io.registrysync.oci.RegistryHost;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is particular about the registries of one vendor, as data. */
enum Flavor {
    DOCKER_HUB("docker\\.io", "registry-1.docker.io", "auth\\.docker\\.io", false),
    GITLAB("registry\\.gitlab\\.com", "", "gitlab\\.com", false),
    ALIYUN(".*\\.aliyuncs\\.com", "", "dockerauth(-ee)?(-vpc)?\\.[a-z0-9-]+\\.aliyuncs\\.com", false),
    GENERIC(".*", "", "", true);

    private final Pattern hosts;
    private final String apiHost;
    private final Pattern tokenServers;
    private final boolean catalog;

    Flavor(String hosts, String apiHost, String tokenServers, boolean catalog) {
        this.hosts = Pattern.compile(hosts);
        this.apiHost = apiHost;
        this.tokenServers = Pattern.compile(tokenServers);
        this.catalog = catalog;
    }

    /** The vendor that a host belongs to; {@link #GENERIC} where none is recognised. */
    static Flavor of(RegistryHost host) {
        return List.of(values()).stream()
                .filter(flavor -> flavor.hosts.matcher(host.host()).matches())
                .findFirst()
                .orElse(GENERIC);
    }

    /** The host that serves the API, where it differs from the one in references. */
    String apiHost(RegistryHost host) {
        return apiHost.isEmpty() ? host.name() : apiHost;
    }

    /** Whether the vendor runs its token server on this other host. */
    boolean trustsTokenServer(String host) {
        return tokenServers.matcher(host).matches();
    }

    /** Where the vendor has an interface of its own on a host of its own. */
    Optional<URI> hub() {
        return this == DOCKER_HUB ? Optional.of(URI.create("https://hub.docker.com")) : Optional.empty();
    }

    /** Whether {@code _catalog} is worth a try. */
    boolean offersCatalog() {
        return catalog;
    }
}
